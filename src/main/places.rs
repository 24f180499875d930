//! The places that a command uses: the bundled ones, with the user's own over them.

use std::io::Write;
use std::path::PathBuf;
use std::sync::Arc;

use anyhow::bail;
use clap::Args;
use deir_atlas::gazetteer::{Gazetteer, Overlay};

use super::input::bytes_of;

/// Places beside the bundled ones.
#[derive(Debug, Args)]
pub struct Places {
    /// A CSV or GeoJSON of places to add to the bundled gazetteer or to correct in it; may
    /// be repeated, a later file over an earlier one.
    ///
    /// Without it the bundled gazetteer alone is used, so that a command gives the same on
    /// every computer: the gazetteer that the window keeps for you is read only when it is
    /// named here. Lines that cannot be used are listed on the error output and left out.
    #[arg(long, value_name = "FILE")]
    gazetteer: Vec<PathBuf>,
}

impl Places {
    /// The gazetteer to use.
    ///
    /// # Errors
    /// When nothing of a file can be read, with its path.
    pub fn gazetteer(&self) -> anyhow::Result<Arc<Gazetteer>> {
        let mut gazetteer = Gazetteer::shared();
        let mut errors = std::io::stderr().lock();
        for path in &self.gazetteer {
            let (overlay, mut problems) = Overlay::read(&bytes_of(path)?);
            let (with_overlay, unlaid) = gazetteer.with_overlay(&overlay);
            problems.extend(unlaid);
            for problem in &problems {
                writeln!(errors, "{}: {problem}", path.display())?;
            }
            if overlay.places.is_empty() && !problems.is_empty() {
                bail!("{}: nothing in this gazetteer can be used", path.display());
            }
            gazetteer = Arc::new(with_overlay);
        }
        Ok(gazetteer)
    }
}
