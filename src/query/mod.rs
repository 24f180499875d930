//! Which events are shown, and everything counted about them.
//!
//! Three steps, each made again only when what it rests on changes:
//!
//! 1. [`EventIndex`], for a table: its days and positions in order.
//! 2. [`Matched`], for a [`Filter`]: what passes, arranged for counting. Takes
//!    time in proportion to all events, so it is made in the background.
//! 3. Answers for a [`DateRange`] and a [`MapView`], in every frame of a drag:
//!    [`Matched::counts`], [`Matched::histogram`], [`Matched::cells`],
//!    [`EventList::page`] and the rest. None of them takes time in proportion to
//!    the number of events, nor to how far a slider moved.

mod bins;
mod cells;
mod criteria;
mod day_order;
mod days;
mod filter;
mod folding;
mod histogram;
mod index;
mod list;
mod matched;
mod morton;
mod nearest;
mod placements;
mod playback;
mod rank_bits;
mod spans;
mod tally;
mod typed_dates;
mod wavelet;

pub use bins::{BinUnit, Bins};
pub use cells::{Cell, CellGrid, CellKey, MapCells, MapView, Spot};
pub use days::DateRange;
pub use filter::Filter;
pub use folding::folded;
pub use histogram::{ByType, Histogram};
pub use index::EventIndex;
pub use list::{EventList, RowOrder, SortKey};
pub use matched::{Counts, FacetCount, Matched, RowList};
pub use placements::MercatorBox;
pub use playback::{Direction, Slider, SliderMode};
pub use typed_dates::{TypedDateError, typed_date};
