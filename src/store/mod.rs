//! What is kept between two runs of the program.

pub mod review;
pub mod session;

pub use session::{Session, SessionError};
