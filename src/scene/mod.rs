//! What to draw, in pixels, from data, view and theme; no toolkit.
//!
//! A [`Scene`] is a list of shapes and texts in logical pixels with what answers to the pointer.
//! The window paints it, the exports write it: nothing is laid out twice.
//!
//! - [`shape`], [`geometry`], [`colour`]: what a scene consists of.
//! - [`camera`], [`theme`], [`text_metrics`], [`labels`]: what laying it out needs.
//! - [`basemap`], [`markers`], [`timeline`], [`furniture`], [`legend`]: the parts.
//! - [`phrases`], [`accounts`]: dates, tolls and places in words; where accounts differ.
//! - [`map`], [`page`]: a map in a window, and a whole page.

pub mod accounts;
pub mod axis;
pub mod basemap;
pub mod bidi;
pub mod camera;
pub mod colour;
pub mod furniture;
pub mod geometry;
pub mod labels;
pub mod legend;
pub mod logo;
pub mod map;
pub mod markers;
pub mod page;
pub mod phrases;
pub mod shape;
pub mod text_metrics;
pub mod theme;
pub mod timeline;
pub mod words;

pub use basemap::Basemap;
pub use camera::Camera;
pub use colour::Colour;
pub use geometry::{Pos, Rect};
pub use labels::LabelScript;
pub use shape::{Item, Scene, Target};
pub use theme::{Theme, ThemeName};
