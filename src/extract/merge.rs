//! Joining what a report tells more than once: a lede with its details, a count
//! with the attack it belongs to, a headline with the body.

use crate::gazetteer::Gazetteer;
use crate::model::{EventType, SubEventType};

use super::actors::{ActorRole, ClaimActor};
use super::claims::{DateSource, Draft};
use super::lexicon::Side;
use super::places::PlaceMention;
use super::span::Span;
use super::tolls::settle;

/// One claim of a report.
#[derive(Debug, Clone)]
pub struct Claim {
    /// What its clauses tell together.
    pub draft: Draft,
    /// Bytes of further clauses that tell the same.
    pub support: Vec<Span>,
    /// Names of the rules by which they were joined.
    pub joined: Vec<&'static str>,
    sub: SubEventType,
    /// When something was last joined to it, by count of drafts.
    touched: usize,
}

impl Claim {
    /// ACLED sub-event type.
    #[must_use]
    pub const fn sub_event_type(&self) -> SubEventType {
        self.sub
    }
}

/// Groups of types that one report may use for one occurrence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Family {
    Ground,
    Air,
    Shells,
    Blast,
    Civilians,
    Other(SubEventType),
}

/// Items of one list tell of different things, each at its own places.
fn are_two_items(one: &Draft, other: &Draft) -> bool {
    one.item && other.item && one.sentence != other.sentence
}

fn family(sub: SubEventType) -> Family {
    match sub {
        SubEventType::AirDroneStrike => Family::Air,
        SubEventType::ShellingArtilleryMissileAttack | SubEventType::ChemicalWeapon => {
            Family::Shells
        }
        SubEventType::SuicideBomb
        | SubEventType::RemoteExplosiveLandmineIed
        | SubEventType::Grenade => Family::Blast,
        SubEventType::Attack => Family::Civilians,
        other if other.event_type() == EventType::Battles => Family::Ground,
        other => Family::Other(other),
    }
}

/// Claims from drafts, in the order of the text.
#[must_use]
pub fn join(drafts: Vec<Draft>, places: &[PlaceMention], gazetteer: &Gazetteer) -> Vec<Claim> {
    let mut state = Joining { places, gazetteer, claims: Vec::new(), n_drafts: 0 };
    let (titles, body): (Vec<Draft>, Vec<Draft>) =
        drafts.into_iter().partition(|draft| draft.title);
    for draft in body {
        state.take(draft);
    }
    let body_tells = state.claims.iter().any(|claim| !claim.draft.background);
    for draft in titles {
        if let Some(found) = state.restated(&draft).or_else(|| state.summarised(&draft)) {
            state.absorb(found, draft, "join: the headline");
        } else if !body_tells {
            state.open(draft);
        }
    }
    let mut claims = state.claims;
    claims.retain(|claim| claim.draft.background || !claim.draft.places.is_empty());
    for claim in &mut claims {
        settle(&mut claim.draft.tolls, claim.sub, &claim.draft.actors);
    }
    claims.sort_by_key(|claim| claim.draft.excerpt);
    claims
}

struct Joining<'a> {
    places: &'a [PlaceMention],
    gazetteer: &'a Gazetteer,
    claims: Vec<Claim>,
    n_drafts: usize,
}

impl Joining<'_> {
    fn take(&mut self, draft: Draft) {
        self.n_drafts += 1;
        if draft.background {
            if draft.kind.is_some() && !draft.places.is_empty() {
                self.open(draft);
            }
            return;
        }
        if draft.places.is_empty() {
            self.take_unplaced(draft);
            return;
        }
        if let Some(found) = self.restated(&draft) {
            self.absorb(found, draft, "join: same place, sides and day");
        } else if draft.general
            && draft.anaphoric
            && let Some(found) = self.referred(&draft)
        {
            self.absorb(found, draft, "join: counts what was told");
        } else if draft.general {
            match self.summarised(&draft) {
                Some(found) => self.absorb(found, draft, "join: sums up what was told"),
                None => self.open(draft),
            }
        } else if let Some(found) = self.lede(&draft) {
            self.detail(found, draft);
        } else {
            self.open(draft);
        }
    }

    fn take_unplaced(&mut self, draft: Draft) {
        if let Some(found) = self.referred(&draft) {
            let rule = if draft.kind.is_none() {
                "join: counts what was told"
            } else {
                "join: goes on about it"
            };
            self.absorb(found, draft, rule);
            return;
        }
        // A new act at the place told of just before.
        if draft.kind.is_some()
            && !draft.anaphoric
            && (draft.same_place || !draft.actors.is_empty())
            && let Some(before) = self.last_touched()
            && before.draft.paragraph + 1 >= draft.paragraph
        {
            let places = before.draft.places.clone();
            let general = before.draft.general;
            let placed = Draft { places, general, ..draft };
            match self.restated(&placed) {
                Some(found) => self.absorb(found, placed, "join: same place, sides and day"),
                None => self.open(placed),
            }
        }
    }

    fn open(&mut self, draft: Draft) {
        let Some((mut sub, _)) = draft.kind else { return };
        let mut draft = draft;
        // "We also recaptured ...": the party told of before goes on.
        if sub == SubEventType::NonStateActorOvertakesTerritory
            && attackers(&draft).next().is_none()
            && let Some(before) =
                self.last_touched().filter(|c| c.draft.sentence + 2 >= draft.sentence)
        {
            let inherited: Vec<ClaimActor> = attacking(&before.draft).copied().collect();
            if inherited.iter().any(|a| a.side.is_government_side()) {
                sub = SubEventType::GovernmentRegainsTerritory;
            }
            draft.actors.extend(inherited);
        }
        // "in conjunction with shelling villages": by the same party.
        if draft.continues
            && attackers(&draft).next().is_none()
            && let Some(before) = self
                .last_touched()
                .filter(|c| c.draft.sentence == draft.sentence && family(c.sub) == family(sub))
        {
            let inherited: Vec<ClaimActor> = attacking(&before.draft).copied().collect();
            draft.actors.extend(inherited);
        }
        let touched = self.n_drafts;
        self.claims.push(Claim { draft, support: Vec::new(), joined: Vec::new(), sub, touched });
    }

    /// A claim of the same kind at the same places.
    fn restated(&self, draft: &Draft) -> Option<usize> {
        let (sub, _) = draft.kind?;
        self.newest(|claim| {
            let same_places = self.relation(&draft.places, &claim.draft.places);
            let joint = claim.draft.places.len() > 1 && !draft.tolls.is_empty() && !draft.anaphoric;
            kin(claim, sub, draft)
                && compatible(&claim.draft, draft)
                && match same_places {
                    Relation::Same => true,
                    Relation::Inside => {
                        !joint
                            && claim.draft.general == draft.general
                            && (claim.sub == sub || family(sub) != Family::Ground)
                    }
                    Relation::Around => {
                        claim.draft.general == draft.general
                            && (claim.sub == sub || family(sub) != Family::Ground)
                            && (draft.anaphoric
                                || draft.continues
                                || claim.draft.sentence == draft.sentence)
                    }
                    Relation::Overlap => draft.anaphoric,
                    Relation::Apart => {
                        // One battle told clause by clause, or "during the clashes".
                        let one_sentence = sub == claim.sub
                            && sub == SubEventType::ArmedClash
                            && draft.sentence == claim.draft.sentence
                            && draft.continues;
                        family(sub) == Family::Ground
                            && family(claim.sub) == Family::Ground
                            && (one_sentence
                                || draft.refers
                                    && draft.sentence <= claim.draft.sentence + 3
                                    && same_day(&claim.draft, draft))
                            && !draft.general
                            && !claim.draft.general
                    }
                }
        })
    }

    /// A detailed claim that a general statement sums up.
    fn summarised(&self, draft: &Draft) -> Option<usize> {
        let (sub, _) = draft.kind?;
        self.newest(|claim| {
            kin(claim, sub, draft)
                && compatible(&claim.draft, draft)
                && !are_two_items(&claim.draft, draft)
                && (draft.title
                    || draft.anaphoric
                    || draft.date_source <= DateSource::Carried
                    || same_day(&claim.draft, draft))
                && matches!(
                    self.relation(&claim.draft.places, &draft.places),
                    Relation::Inside | Relation::Same
                )
        })
    }

    /// A general statement that the draft gives the details of.
    fn lede(&self, draft: &Draft) -> Option<usize> {
        let (sub, _) = draft.kind?;
        self.newest(|claim| {
            claim.draft.general
                && !are_two_items(&claim.draft, draft)
                && (claim.draft.sentence < draft.sentence || draft.refers)
                && kin(claim, sub, draft)
                && compatible(&claim.draft, draft)
                && self.relation(&draft.places, &claim.draft.places) == Relation::Inside
        })
    }

    /// The claim that a count or a clause without a place belongs to.
    fn referred(&self, draft: &Draft) -> Option<usize> {
        let recent = |claim: &Claim| draft.paragraph.saturating_sub(claim.draft.paragraph) <= 4;
        match draft.kind {
            Some((sub, _)) => self
                .newest(|claim| {
                    claim.sub == sub
                        && claim.draft.sentence + 1 >= draft.sentence
                        && compatible(&claim.draft, draft)
                })
                .or_else(|| {
                    self.newest(|claim| {
                        // "the attack" right behind one with car bombs.
                        draft.refers
                            && !draft.tolls.is_empty()
                            && claim.draft.sentence + 1 == draft.sentence
                            && kin(claim, sub, draft)
                            && compatible(&claim.draft, draft)
                    })
                })
                .or_else(|| {
                    self.newest(|claim| {
                        recent(claim) && claim.sub == sub && compatible(&claim.draft, draft)
                    })
                })
                .or_else(|| {
                    self.newest(|claim| {
                        recent(claim)
                            && family(claim.sub) == family(sub)
                            && compatible(&claim.draft, draft)
                    })
                })
                .or_else(|| {
                    self.newest(|claim| {
                        recent(claim) && kin(claim, sub, draft) && compatible(&claim.draft, draft)
                    })
                })
                .or_else(|| {
                    // Only generic words: the act meant is the one told last.
                    (draft.vague_act && (draft.same_place || draft.anaphoric))
                        .then(|| {
                            self.newest(|claim| recent(claim) && compatible(&claim.draft, draft))
                        })
                        .flatten()
                })
                .or_else(|| {
                    (draft.anaphoric && draft.same_place
                        || draft.continues && draft.actors.is_empty())
                    .then(|| self.newest(|claim| recent(claim) && compatible(&claim.draft, draft)))
                    .flatten()
                })
                .or_else(|| {
                    // One attack told in steps: the attacker goes on at the same place.
                    draft
                        .same_place
                        .then(|| {
                            self.newest(|claim| {
                                claim.draft.sentence + 2 >= draft.sentence
                                    && same_attacker(&claim.draft, draft)
                                    && compatible(&claim.draft, draft)
                            })
                        })
                        .flatten()
                }),
            None => self.newest(|claim| recent(claim) && compatible(&claim.draft, draft)),
        }
    }

    fn newest(&self, fits: impl Fn(&Claim) -> bool) -> Option<usize> {
        let from = self.claims.len().saturating_sub(24);
        (from..self.claims.len())
            .filter(|&index| {
                let claim = &self.claims[index];
                !claim.draft.background && fits(claim)
            })
            .max_by_key(|&index| (self.claims[index].touched, index))
    }

    fn last_touched(&self) -> Option<&Claim> {
        self.newest(|_| true).map(|index| &self.claims[index])
    }

    fn absorb(&mut self, found: usize, draft: Draft, rule: &'static str) {
        let Some(claim) = self.claims.get_mut(found) else { return };
        claim.touched = self.n_drafts;
        claim.joined.push(rule);
        claim.support.push(draft.excerpt);
        let into = &mut claim.draft;
        for place in draft.places {
            let known =
                into.places.iter().any(|&p| self.places[p].place == self.places[place].place);
            let wider = self.places[place].is_general && !into.general;
            if !known && !wider && !draft.title {
                into.places.push(place);
            }
        }
        for toll in draft.tolls {
            if !into.tolls.iter().any(|t| {
                t.who == toll.who && t.harm == toll.harm && t.min == toll.min && t.max == toll.max
            }) {
                into.tolls.push(toll);
            }
        }
        for actor in draft.actors {
            if !into.actors.iter().any(|a| a.side == actor.side) {
                into.actors.push(actor);
            }
        }
        if draft.date_source > into.date_source
            && draft.date_source == DateSource::Clause
            && !draft.title
        {
            into.date = draft.date;
            into.date_source = draft.date_source;
        }
        if into.attribution.is_none() {
            into.attribution = draft.attribution;
        }
        if let Some((sub, by)) = draft.kind {
            // Ground taken says more than a clash.
            let more = claim.sub == SubEventType::ArmedClash
                && sub != claim.sub
                && family(sub) == Family::Ground
                && !draft.title;
            // "raided the town and arrested ten": the raid was for the arrest.
            let purpose = claim.sub == SubEventType::ArmedClash
                && into.vague_act
                && draft.continues
                && draft.sentence == into.sentence
                && matches!(
                    sub,
                    SubEventType::Attack
                        | SubEventType::AbductionForcedDisappearance
                        | SubEventType::Arrests
                );
            // "arrested him and led him to an unknown place"
            let vanished = claim.sub == SubEventType::Arrests
                && sub == SubEventType::AbductionForcedDisappearance
                && draft.continues
                && draft.sentence == into.sentence;
            if more || purpose || vanished {
                claim.sub = sub;
                into.kind = Some((sub, by));
            }
        }
    }

    /// The draft takes over a general claim that it details.
    fn detail(&mut self, found: usize, draft: Draft) {
        let Some((sub, _)) = draft.kind else { return };
        let lede = std::mem::replace(
            &mut self.claims[found],
            Claim { draft, support: Vec::new(), joined: Vec::new(), sub, touched: self.n_drafts },
        );
        let places = std::mem::take(&mut self.claims[found].draft.places);
        self.absorb(
            found,
            Draft { places: Vec::new(), kind: None, ..lede.draft },
            "join: details of the lede",
        );
        let claim = &mut self.claims[found];
        claim.draft.places = places;
        claim.support.extend(lede.support);
        // The newest claim is looked at first.
        let claim = self.claims.remove(found);
        self.claims.push(claim);
    }

    fn relation(&self, a: &[usize], b: &[usize]) -> Relation {
        if a.is_empty() || b.is_empty() {
            return Relation::Apart;
        }
        let inside =
            |inner: usize, outer: usize| match (self.places[inner].place, self.places[outer].place)
            {
                (Some(x), Some(y)) => {
                    x == y
                        || self.gazetteer.is_within(x, y)
                        || (self.is_deir(outer) && self.places[inner].in_governorate)
                }
                (None, None) => self.places[inner].span == self.places[outer].span,
                (None, Some(_)) => {
                    self.places[outer].is_general
                        && self.places[inner].in_governorate == self.places[outer].in_governorate
                }
                _ => false,
            };
        let a_in_b = a.iter().all(|&x| b.iter().any(|&y| inside(x, y)));
        let b_in_a = b.iter().all(|&y| a.iter().any(|&x| inside(y, x)));
        match (a_in_b, b_in_a) {
            (true, true) => Relation::Same,
            (true, false) => Relation::Inside,
            (false, true) => Relation::Around,
            (false, false) => {
                if a.iter().any(|&x| b.iter().any(|&y| inside(x, y) || inside(y, x))) {
                    Relation::Overlap
                } else {
                    Relation::Apart
                }
            }
        }
    }

    /// City, governorate or countryside of Deir ez-Zor: a report uses them for one another.
    fn is_deir(&self, mention: usize) -> bool {
        self.places[mention].place.is_some_and(|place| {
            matches!(self.gazetteer.place(place).id.as_str(), "dez-city" | "dez-gov" | "dez-cs")
        })
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Relation {
    Same,
    /// The first lies inside the second.
    Inside,
    /// The first contains the second.
    Around,
    Overlap,
    Apart,
}

fn kin(claim: &Claim, sub: SubEventType, draft: &Draft) -> bool {
    let (a, b) = (family(claim.sub), family(sub));
    a == b
        || (draft.vague_act
            && draft.anaphoric
            && matches!(
                (a, b),
                (
                    Family::Air
                        | Family::Shells
                        | Family::Blast
                        | Family::Civilians
                        | Family::Ground,
                    Family::Shells | Family::Ground | Family::Civilians
                )
            ))
        || (draft.title
            && matches!(
                (a, b),
                (Family::Air, Family::Civilians)
                    | (Family::Shells, Family::Civilians)
                    | (Family::Civilians, Family::Ground)
                    | (Family::Ground, Family::Civilians)
            ))
}

fn same_day(a: &Draft, b: &Draft) -> bool {
    match (&a.date, &b.date) {
        (Some(a), Some(b)) => a.may_equal(b, 0),
        _ => true,
    }
}

fn attacking(draft: &Draft) -> impl Iterator<Item = &ClaimActor> {
    draft.actors.iter().filter(|a| a.role == ActorRole::Attacker)
}

fn attackers(draft: &Draft) -> impl Iterator<Item = Side> {
    attacking(draft).map(|a| a.side)
}

fn same_attacker(a: &Draft, b: &Draft) -> bool {
    attackers(a).any(|x| attackers(b).any(|y| x.may_equal(y)))
}

/// Days and sides of the two do not contradict one another.
fn compatible(claim: &Draft, draft: &Draft) -> bool {
    let dated = draft.date_source == DateSource::Clause && claim.date_source >= DateSource::Carried;
    if dated && !same_day(claim, draft) {
        return false;
    }
    let ground = claim.kind.is_some_and(|(sub, _)| family(sub) == Family::Ground)
        && draft.kind.is_none_or(|(sub, _)| family(sub) == Family::Ground);
    let (mut ours, mut theirs) = (attackers(claim).peekable(), attackers(draft).peekable());
    if ours.peek().is_none() || theirs.peek().is_none() {
        return true;
    }
    if ground {
        // A clash is told from either side.
        let any = |a: &[ClaimActor], b: &[ClaimActor]| {
            a.iter().any(|x| b.iter().any(|y| x.side.may_equal(y.side)))
        };
        return any(&claim.actors, &draft.actors);
    }
    same_attacker(claim, draft)
}
