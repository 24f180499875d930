//! Parties named in a report, and the part each plays in a clause.

use super::acts::ActMention;
use super::lexicon::{Act, Form, Sense, Side};
use super::span::Span;
use super::text::Layout;
use super::token::TokenKind;

/// What a party does in a claim.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum ActorRole {
    /// Acts.
    Attacker,
    /// Is acted upon.
    Target,
}

impl ActorRole {
    /// The word used in files.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Attacker => "attacker",
            Self::Target => "target",
        }
    }
}

/// A party as a stretch of text names it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ActorMention {
    /// Which.
    pub side: Side,
    /// First token.
    pub first: usize,
    /// One past the last token.
    pub end: usize,
    /// Only says who holds a place: "regime-held".
    pub holds: bool,
}

/// A party with its part in a claim.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ClaimActor {
    /// Which.
    pub side: Side,
    /// Its part.
    pub role: ActorRole,
    /// Its words.
    pub span: Span,
    /// Name of the rule.
    pub rule: &'static str,
}

impl Side {
    /// The name to show and to write to files.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Isis => "Islamic State (ISIS)",
            Self::Government => "Syrian government forces",
            Self::GovernmentAir => "Syrian government air force",
            Self::Militia => "Pro-government militias",
            Self::Russia => "Russian Air Force",
            Self::Iran => "Iranian forces and militias",
            Self::Hezbollah => "Hezbollah",
            Self::Coalition => "International coalition",
            Self::Sdf => "Syrian Democratic Forces (SDF)",
            Self::Turkey => "Turkish forces",
            Self::Opposition => "Opposition fighters",
            Self::Nusra => "Nusra Front",
            Self::Iraq => "Iraqi forces",
            Self::Israel => "Israeli forces",
            Self::Terrorists => "Unnamed armed group (\"terrorists\")",
            Self::UnknownAir => "Unidentified warplanes",
            Self::Unknown => "Unidentified armed men",
            Self::Civilians => "Civilians",
        }
    }

    /// Key of a toll that counts this side's people.
    #[must_use]
    pub const fn toll_key(self) -> &'static str {
        match self {
            Self::Isis => "isis",
            // Counted with the party they fight for, as Nusra is with the opposition.
            Self::Government
            | Self::GovernmentAir
            | Self::Militia
            | Self::Iran
            | Self::Hezbollah => "government",
            Self::Russia => "russian",
            Self::Coalition => "coalition",
            Self::Sdf => "sdf",
            Self::Turkey => "turkish",
            Self::Opposition => "opposition",
            Self::Nusra => "opposition",
            Self::Iraq => "iraqi",
            Self::Israel => "israeli",
            Self::Terrorists | Self::UnknownAir | Self::Unknown => "unknown",
            Self::Civilians => "civilian",
        }
    }

    /// Acts from the air and in no other way.
    #[must_use]
    pub const fn is_air(self) -> bool {
        matches!(
            self,
            Self::GovernmentAir | Self::UnknownAir | Self::Coalition | Self::Russia | Self::Israel
        )
    }

    /// On the Syrian government's side.
    #[must_use]
    pub const fn is_government_side(self) -> bool {
        matches!(
            self,
            Self::Government
                | Self::GovernmentAir
                | Self::Militia
                | Self::Russia
                | Self::Iran
                | Self::Hezbollah
        )
    }

    /// Governs ground and arrests people there: ACLED's state forces and others in power
    /// (ACLED Codebook, "Arrests").
    #[must_use]
    pub const fn keeps_police(self) -> bool {
        self.is_government_side() || matches!(self, Self::Sdf | Self::Coalition)
    }

    /// Whether both could be the same party: equal, parts of one army, or one of
    /// them unidentified.
    #[must_use]
    pub fn may_equal(self, other: Self) -> bool {
        let family = |side: Self| match side {
            Self::GovernmentAir | Self::Militia => Self::Government,
            other => other,
        };
        let vague = |side: Self| matches!(side, Self::Unknown | Self::Terrorists);
        self == other
            || family(self) == family(other)
            || vague(self)
            || vague(other)
            || (self == Self::UnknownAir && other.is_air())
            || (other == Self::UnknownAir && self.is_air())
    }
}

/// Parties named in tokens `first..end`.
#[must_use]
pub fn actor_mentions(layout: &Layout<'_>, first: usize, end: usize) -> Vec<ActorMention> {
    let mut found: Vec<ActorMention> = Vec::new();
    for tag in layout.tags_in(first, end) {
        let side = match tag.sense {
            Sense::Actor(side) => side,
            Sense::Nation => match nation_side(layout, tag.first as usize, tag.end as usize) {
                Some(side) => side,
                None => continue,
            },
            _ => continue,
        };
        let (from, to) = (tag.first as usize, (tag.end as usize).min(end));
        if is_other_use(layout, side, from, to) {
            continue;
        }
        if found.iter().any(|earlier| earlier.end > from) {
            continue;
        }
        let holds = layout.tags_at(to).any(|tag| tag.sense == Sense::Held)
            || (from > 0
                && layout.tags_in(from.saturating_sub(4), from).iter().any(|tag| {
                    matches!(tag.sense, Sense::Held | Sense::Controls)
                        && tag.end as usize + 1 >= from
                }));
        found.push(ActorMention { side, first: from, end: to, holds });
    }
    found
}

/// A nation's adjective stands for its forces before a word for an act, a weapon
/// or an attack: "Russian airstrikes".
fn nation_side(layout: &Layout<'_>, first: usize, end: usize) -> Option<Side> {
    let acts = layout.tags_at(end).any(|tag| {
        matches!(tag.sense, Sense::Act(_, Form::Noun) | Sense::Weapon(_) | Sense::Target)
    });
    if !acts {
        return None;
    }
    let word = layout.word(first).to_lowercase();
    let air = layout.tags_at(end).any(|tag| {
        matches!(tag.sense, Sense::Act(Act::Air, _) | Sense::Weapon(super::lexicon::Weapon::Air))
    });
    Some(match word.trim_start_matches("ال").trim_end_matches('ة') {
        "syrian" | "سوري" => {
            if air {
                Side::GovernmentAir
            } else {
                Side::Government
            }
        }
        "russian" | "روسي" => Side::Russia,
        "american" | "french" | "british" | "أمريكي" => Side::Coalition,
        "turkish" | "تركي" => Side::Turkey,
        "iranian" => Side::Iran,
        "iraqi" | "عراقي" => Side::Iraq,
        "kurdish" => Side::Sdf,
        "israeli" => Side::Israel,
        _ => return None,
    })
}

/// "is" the verb against IS the group; "army" of another country; Bashar al-Assad.
fn is_other_use(layout: &Layout<'_>, side: Side, first: usize, end: usize) -> bool {
    let token = &layout.tokens[first];
    let word = token.span.of(&layout.text);
    if side == Side::Isis && end == first + 1 && word.len() == 2 && !token.upper {
        return true;
    }
    // "the organization" is ISIS unless it is another one's name: "Organization of ...", "rights organization".
    if side == Side::Isis && word.eq_ignore_ascii_case("the") {
        return layout.tokens.get(end).is_some_and(|next| {
            next.kind == TokenKind::Word && next.span.of(&layout.text).eq_ignore_ascii_case("for")
        });
    }
    if side == Side::Opposition
        && layout.tags_at(end).any(|tag| matches!(tag.sense, Sense::Speaker | Sense::Outlet))
    {
        return true;
    }
    if side == Side::Government
        && end == first + 1
        && first > 0
        && layout.tags_in(first - 1, first).iter().any(|tag| tag.sense == Sense::Nation)
    {
        return !layout.word(first - 1).to_lowercase().contains("syria");
    }
    false
}

/// Parts that the parties of a clause play. `acts` are its acts; `victims` the bytes of
/// the groups of people it counts.
#[must_use]
pub fn roles(
    layout: &Layout<'_>,
    mentions: &[ActorMention],
    acts: &[ActMention],
    victims: &[Span],
) -> Vec<ClaimActor> {
    let mut found: Vec<ClaimActor> = Vec::new();
    let mut attacker_seen = false;
    for (index, mention) in mentions.iter().enumerate() {
        if owner_of(layout, mentions, index).is_some() {
            // "warplanes of the army": whose they are is known.
            continue;
        }
        let span = layout.span(mention.first, mention.end);
        let (role, rule) = if victims.iter().any(|victim| victim.contains(span)) {
            (ActorRole::Target, "actor: its people are counted")
        } else if index > 0 && owner_of(layout, mentions, index - 1).is_some() {
            (ActorRole::Attacker, "actor: its aircraft")
        } else {
            Party { layout, mention, act: acts.first(), attacker_seen }.part()
        };
        attacker_seen |= role == ActorRole::Attacker;
        if !found.iter().any(|actor| actor.side == mention.side) {
            found.push(ClaimActor { side: mention.side, role, span, rule });
        }
    }
    found
}

/// The party that aircraft without a name are said to belong to, right behind them.
fn owner_of<'m>(
    layout: &Layout<'_>,
    mentions: &'m [ActorMention],
    index: usize,
) -> Option<&'m ActorMention> {
    let (aircraft, owner) = (mentions.get(index)?, mentions.get(index + 1)?);
    if aircraft.side != Side::UnknownAir {
        return None;
    }
    let between = layout.tokens.get(aircraft.end..owner.first)?;
    let words = layout.span(aircraft.end, owner.first).of(&layout.text).to_lowercase();
    let says_so = ["of", "belonging", "تابعة", "التابعة", "تابع"];
    let is_theirs = words.split_whitespace().any(|word| says_so.contains(&word));
    (between.len() <= 4 && is_theirs).then_some(owner)
}

/// A part and the rule that gave it.
type Part = (ActorRole, &'static str);

/// A party whose part in a clause is asked for.
struct Party<'a> {
    layout: &'a Layout<'a>,
    mention: &'a ActorMention,
    /// The first act of the clause.
    act: Option<&'a ActMention>,
    /// A party named before it acts.
    attacker_seen: bool,
}

impl Party<'_> {
    fn part(&self) -> Part {
        self.by_its_preposition()
            .or_else(|| self.by_its_positions())
            .unwrap_or_else(|| self.by_the_act())
    }

    /// "against X", "by X", "fire from X", "X-held".
    fn by_its_preposition(&self) -> Option<Part> {
        if self.mention.holds {
            return Some((ActorRole::Target, "actor: holds the place"));
        }
        if self.is_behind(|s| matches!(s, Sense::Against), 3) {
            return Some((ActorRole::Target, "actor: against"));
        }
        if self.is_behind(|s| matches!(s, Sense::By), 3) {
            // "repelled attacks launched by X"
            let repelled = self.act.is_some_and(|act| act.act == Act::Repel);
            return Some(if self.attacker_seen && repelled {
                (ActorRole::Target, "actor: its attack was beaten off")
            } else {
                (ActorRole::Attacker, "actor: by")
            });
        }
        let from =
            !self.is_arabic() && self.is_behind(|s| matches!(s, Sense::From | Sense::Launch), 2);
        match self.act.filter(|_| from)?.act {
            Act::Shell | Act::Bomb | Act::Hit | Act::Air => {
                Some((ActorRole::Attacker, "actor: fired from its positions"))
            }
            Act::Take => Some((ActorRole::Target, "actor: the ground was taken from it")),
            _ => None,
        }
    }

    /// "X's positions", "the headquarters of X".
    fn by_its_positions(&self) -> Option<Part> {
        let end = self.mention.end;
        // "aircraft hit positions": somebody else's.
        let acts =
            self.layout.tags_at(end).any(|tag| matches!(tag.sense, Sense::Act(_, Form::Past)));
        // In Arabic the positions stand before their owner: behind a name they are another's.
        let are_behind = !self.is_arabic()
            && !acts
            && self
                .layout
                .tags_in(end, end + 3)
                .iter()
                .any(|tag| tag.sense == Sense::Target && tag.first as usize <= end + 1);
        (are_behind || self.is_behind(|s| matches!(s, Sense::Target), 3))
            .then_some((ActorRole::Target, "actor: its positions"))
    }

    /// The part that the act of the clause leaves to it, by their order.
    fn by_the_act(&self) -> Part {
        let next_role = if self.attacker_seen { ActorRole::Target } else { ActorRole::Attacker };
        let Some(act) = self.act else { return (next_role, "actor: by order") };
        // A device that goes off names nobody who set it off, unless "by" does.
        if act.act == Act::Blast && self.mention.first >= act.end {
            return (ActorRole::Target, "actor: hit by the blast");
        }
        if act.act == Act::Clash {
            return (next_role, "actor: side of a clash");
        }
        if self.mention.end <= act.first {
            return self.before(act);
        }
        if !self.attacker_seen && self.layout.tokens[act.first].arabic {
            return (ActorRole::Attacker, "actor: subject after the verb");
        }
        (ActorRole::Target, "actor: after the act")
    }

    /// The part of a party named before the act.
    fn before(&self, act: &ActMention) -> Part {
        // A noun's own modifier: "ISIS-led attack".
        if act.form == Form::Noun && act.first - self.mention.end <= 2 {
            return (ActorRole::Attacker, "actor: modifies the act");
        }
        let passive = act.form == Form::Past
            && !self.layout.tokens[act.first].arabic
            && is_passive(self.layout, act.first, act.end);
        if passive {
            (ActorRole::Target, "actor: subject of a passive")
        } else if self.attacker_seen {
            (ActorRole::Target, "actor: second party")
        } else {
            (ActorRole::Attacker, "actor: before the act")
        }
    }

    fn is_arabic(&self) -> bool {
        self.layout.tokens[self.mention.first].arabic
    }

    /// A wanted phrase starts at most `reach` tokens before it, with nothing but words
    /// between.
    fn is_behind(&self, wanted: fn(&Sense) -> bool, reach: usize) -> bool {
        let first = self.mention.first;
        self.layout.tags_in(first.saturating_sub(reach), first).iter().any(|tag| {
            wanted(&tag.sense)
                && self.layout.tokens[(tag.end as usize).min(first)..first]
                    .iter()
                    .all(|token| token.kind == TokenKind::Word)
        })
    }
}

/// Whether a past form is a passive: a form of be stands before it, or "by" behind.
#[must_use]
pub fn is_passive(layout: &Layout<'_>, first: usize, end: usize) -> bool {
    let mut at = first;
    for _ in 0..4 {
        let Some(before) = at.checked_sub(1) else { break };
        if layout
            .tags_in(before, first)
            .iter()
            .any(|tag| tag.sense == Sense::Be && tag.first as usize == before)
        {
            return true;
        }
        let skippable = layout.tokens[before].kind == TokenKind::Word
            && (layout
                .tags_in(before, before + 1)
                .iter()
                .any(|t| matches!(t.sense, Sense::Adverb | Sense::Have | Sense::Day(_)))
                || layout.word(before).ends_with("ly")
                || matches!(
                    layout.word(before),
                    "reported" | "confirmed" | "believed" | "feared" | "found" | "left" | "to"
                ));
        if !skippable {
            break;
        }
        at = before;
    }
    layout.tags_at(end).any(|tag| tag.sense == Sense::By)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::{Report, extract};
    use crate::gazetteer::Gazetteer;

    #[track_caller]
    fn check(text: &str, expected: &[(Side, ActorRole)]) {
        let extraction = extract(&Report::of_text(text), Gazetteer::bundled());
        let [claim] = &extraction.claims[..] else { panic!("{text}: {:?}", extraction.claims) };
        let found: Vec<(Side, ActorRole)> =
            claim.draft.actors.iter().map(|actor| (actor.side, actor.role)).collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn who_acts_is_kept_apart_from_whom_it_hits() {
        let (by, on) = (ActorRole::Attacker, ActorRole::Target);
        check(
            "هاجم مقاتلو تنظيم الدولة مواقع لقوات النظام في حي الحويقة بدير الزور.",
            &[(Side::Isis, by), (Side::Government, on)],
        );
        check(
            "ISIS fighters attacked regime positions in al-Huwayqa in Deir ez-Zor.",
            &[(Side::Isis, by), (Side::Government, on)],
        );
        check(
            "Warplanes of the Syrian government bombed Hatla near Deir ez-Zor.",
            &[(Side::Government, by)],
        );
    }
}
