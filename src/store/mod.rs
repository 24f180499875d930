//! What is kept between two runs of the program.

pub mod edits;
pub mod folders;
pub mod review;
pub mod session;

pub use edits::{ClaimKey, Edit, Splice};
pub use folders::Folders;
pub use session::{Session, SessionError};
