//! What a word of the lexicon can mean.

/// Grammatical form of a verb or of the noun made from it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Form {
    /// Finite or past participle: "shelled".
    Past,
    /// Infinitive or present: "shell", "shells".
    Base,
    /// "shelling" as a participle or gerund.
    Gerund,
    /// "bombardment", "clashes"; Arabic masdar.
    Noun,
}

/// What kind of act a word tells of, before its arguments decide the event type.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Act {
    /// From the air.
    Air,
    /// Shells, mortars, rockets.
    Shell,
    /// "bombed", "pounded": by what means is not said.
    Bomb,
    /// "hit", "targeted", "struck": only the arguments tell.
    Hit,
    /// "clashed", "fighting".
    Clash,
    /// "attacked", "assault", "stormed".
    Attack,
    /// "besieged".
    Besiege,
    /// Taking ground: "captured", "seized", "advanced".
    Take,
    /// Losing ground: "withdrew", "lost control".
    Lose,
    /// Beating off an attack.
    Repel,
    /// A car bomb, mine or device goes off.
    Blast,
    /// "blew himself up".
    Suicide,
    /// Killing by hand: "executed", "beheaded", "massacre".
    Execute,
    /// "kidnapped", "abducted".
    Abduct,
    /// "arrested", "detained".
    Arrest,
    /// "sniped", "shot".
    Shoot,
    /// Tearing down, burning, looting.
    Destroy,
    /// "protested".
    Protest,
    /// "truce", "agreement".
    Agree,
    /// Shooting down an aircraft.
    Down,
    /// Chemical attack.
    Chemical,
    /// Dropping or handing out supplies.
    Airdrop,
    /// Rape and other sexual violence.
    Sexual,
    /// Taking arms away or making them harmless: "dismantled", "found a cache of".
    Disarm,
}

/// What somebody suffered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Harm {
    /// Died.
    Killed,
    /// Hurt.
    Wounded,
    /// Killed or wounded, not said which: "casualties".
    KilledOrWounded,
    /// Taken prisoner in fighting.
    Captured,
    /// Taken away: hostages, the abducted, the arrested.
    Kidnapped,
}

/// Parties. The order is that of the display names in `actors.rs`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Side {
    /// Islamic State.
    Isis,
    /// Syrian government army and police.
    Government,
    /// Syrian government air force.
    GovernmentAir,
    /// Militias on the government's side.
    Militia,
    /// Russian forces.
    Russia,
    /// Forces of Iran and militias it leads.
    Iran,
    /// Hezbollah.
    Hezbollah,
    /// US-led coalition and its members.
    Coalition,
    /// Syrian Democratic Forces, YPG, Asayish.
    Sdf,
    /// Turkish forces.
    Turkey,
    /// Rebels: Free Syrian Army and other armed opposition.
    Opposition,
    /// Nusra Front and its successors.
    Nusra,
    /// Iraqi forces.
    Iraq,
    /// Israeli forces.
    Israel,
    /// "terrorists": a word that names no party by itself.
    Terrorists,
    /// Aircraft of unstated flag.
    UnknownAir,
    /// "gunmen", "unknown persons".
    Unknown,
    /// Civilians as a target.
    Civilians,
}

/// Means of an attack.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Weapon {
    /// Aircraft and what they drop.
    Air,
    /// Drones.
    Drone,
    /// Shells, mortars, rockets, artillery.
    Shell,
    /// Car bombs and other vehicle bombs.
    CarBomb,
    /// Suicide bombers and vests.
    Suicide,
    /// Mines.
    Mine,
    /// Other improvised devices.
    Device,
    /// Poison gas.
    Gas,
    /// Guns, knives.
    SmallArms,
}

/// Whom a head noun of a toll counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Head {
    /// Civilians by meaning.
    Civilian,
    /// Women, children: civilians, and parts of a greater number.
    Family,
    /// Soldiers of a government.
    Soldier,
    /// People of no stated kind.
    People,
    /// "fighters", "members": whose must be said elsewhere.
    Fighter,
    /// "attackers": fighters of whoever attacked.
    Attacker,
    /// "militants", "jihadists".
    Militant,
    /// "terrorists".
    Terrorist,
    /// "others".
    Other,
    /// "commander", "leader": one person.
    Commander,
    /// "bodies", "corpses": dead.
    Body,
    /// "dead", "fatalities", Arabic "qatla": dead people.
    Dead,
    /// "martyrs": dead people of the speaker's own, civilians unless a force is named.
    Martyr,
    /// "wounded" as a noun.
    Injured,
}

/// How a stated number bounds the true one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Bound {
    /// "more than", "over".
    MoreThan,
    /// "at least".
    AtLeast,
    /// "nearly", "about".
    Nearly,
    /// "up to".
    UpTo,
    /// "fewer than".
    LessThan,
}

/// What an area word calls a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Area {
    /// City.
    City,
    /// Town.
    Town,
    /// Village.
    Village,
    /// Quarter of a city.
    Quarter,
    /// Province, governorate.
    Governorate,
    /// Countryside.
    Countryside,
    /// District or sub-district of a governorate.
    District,
    /// Airport, base, hospital and other single sites.
    Site,
    /// "area", "region".
    Area,
}

/// What a phrase for a day counts from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum RelativeDay {
    /// Days from the day of the report: yesterday = -1.
    Away(i8),
    /// "the same day": as what was told before.
    Same,
    /// "the day before" what was told.
    Before,
    /// "for the third consecutive day": the day of the report, and so many in a row.
    InRow(u8),
    /// The night up to the day of the report.
    Overnight,
    /// The last weekend.
    Weekend,
    /// The week of the report.
    ThisWeek,
}

/// One meaning of a phrase.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Sense {
    /// A party.
    Actor(Side),
    /// A word that tells of an act.
    Act(Act, Form),
    /// Death, injury, captivity.
    Harm(Harm, Form),
    /// A means.
    Weapon(Weapon),
    /// Head noun of a count of persons.
    Head(Head),
    /// Number word: the value.
    Number(u32),
    /// Vague number: its lowest value.
    Vague(u32),
    /// Multiplier: hundred, thousand.
    Times(u32),
    /// Arabic dual of a head noun: two of them.
    Pair(Head),
    /// Bound of a number.
    Bound(Bound),
    /// Month, 1..=12.
    Month(u8),
    /// Hijri month, 1..=12.
    HijriMonth(u8),
    /// Weekday, Monday = 1 .. Sunday = 7.
    Weekday(u8),
    /// A day or a few, told from the day of the report or from what was told before.
    Day(RelativeDay),
    /// Part of a day.
    DayPart,
    /// "ago".
    Ago,
    /// Units of time: day 1, week 7, month 30, year 365.
    TimeUnit(u16),
    /// "last", "past".
    Last,
    /// "this".
    This,
    /// "since".
    Since,
    /// "after", "following".
    After,
    /// "before", "prior to".
    Before,
    /// "next", "coming".
    Next,
    /// Part of a month or year: early 1, mid 2, late 3.
    Part(u8),
    /// A season, by its code in ISO 8601-2: 21 spring to 24 winter.
    Season(u8),
    /// Marks the years of the Hijra.
    HijriEra,
    /// "said", "told".
    Says,
    /// Whoever speaks to a reporter.
    Speaker,
    /// News outlets and monitoring groups.
    Outlet,
    /// "according to".
    According,
    /// "held", "controlled": after a hyphen or as a participle.
    Held,
    /// "under the control of", "controls".
    Controls,
    /// "tried", "attempt".
    Attempt,
    /// "will", "plans to".
    Intent,
    /// "not", "denied", "no".
    Negation,
    /// "denied", "refuted": what follows is said not to have happened.
    Denial,
    /// "demonstrators", "mourners": people in the street whom force is used on.
    Demonstrator,
    /// "has increased", "repeatedly", "recently": a trend.
    Trend,
    /// Marks what is told as past: "earlier this year", "previously".
    Background,
    /// A strong joint between clauses.
    Joint,
    /// A weak joint.
    WeakJoint,
    /// Says that what follows restates or concerns what was told: "the attack", "the shelling".
    Anaphor,
    /// "both locations", "the area": a place told before.
    PlaceAnaphor,
    /// Area words.
    Area(Area),
    /// Points of the compass.
    Direction,
    /// "in", "at", "on".
    In,
    /// "near", "around", "outskirts of".
    Near,
    /// "from".
    From,
    /// "to", "towards".
    To,
    /// "by".
    By,
    /// "against".
    Against,
    /// "between".
    Between,
    /// "of".
    Of,
    /// "with".
    With,
    /// "and".
    And,
    /// Forms of be.
    Be,
    /// Forms of have.
    Have,
    /// "including", "among them".
    Including,
    /// "bringing", "raising the toll".
    TollSum,
    /// Words for positions and targets: "positions", "headquarters".
    Target,
    /// "we", "they", "the group".
    Pronoun,
    /// "the", "a", "several" and the like.
    Determiner,
    /// Persons' titles before a name: "President".
    PersonTitle,
    /// "each", "respectively".
    Each,
    /// Verb of motion that makes a place a destination: "transferred to".
    Transfer,
    /// Where something was fired from or set out.
    Launch,
    /// Equipment and other things counted that are not persons.
    Thing,
    /// A verb that turns its object noun into the act: "launched", "carried out".
    Carrier(Form),
    /// Adverbs that stand between an auxiliary and its verb.
    Adverb,
    /// "both sides".
    BothSides,
    /// Adjectives that belong to a party: "Syrian", "Russian".
    Nation,
    /// Beginning words of a boilerplate line.
    Boilerplate,
    /// Beginning of a tail: everything after it is boilerplate.
    Tail,
    /// Words of a photo caption.
    Caption,
    /// "Written by", "Reporting by".
    Byline,
    /// "Published on".
    Published,
}
