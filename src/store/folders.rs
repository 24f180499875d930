//! Where the program keeps what is the user's own.

use std::ffi::OsString;
use std::path::PathBuf;

/// The user's folders of this program; `None` where nothing is to be kept, or
/// the system names no such folder.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Folders {
    /// For what the user sets up and may edit by hand: the own gazetteer.
    pub config: Option<PathBuf>,
    /// For what the program writes while it is used: edits.
    pub data: Option<PathBuf>,
}

/// The program's folder in each of them.
const OURS: &str = "deir-atlas";

/// Name of the user's own gazetteer as a table, which the window writes.
pub const OWN_GAZETTEER_CSV: &str = "gazetteer.csv";

/// Name of the user's own gazetteer as GeoJSON, which the window only reads.
pub const OWN_GAZETTEER_GEOJSON: &str = "gazetteer.geojson";

/// Name of the journal of edits.
pub const EDITS: &str = "edits.jsonl";

/// Name of the journal of the review of reports.
pub const REVIEW: &str = "review.jsonl";

/// Systems that name their folders differently.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum System {
    /// Windows: `%APPDATA%`.
    Windows,
    /// macOS: `~/Library/Application Support`.
    MacOs,
    /// All others: XDG Base Directory Specification 0.8.
    Xdg,
}

impl System {
    /// The one that the program was built for.
    #[must_use]
    pub const fn here() -> Self {
        if cfg!(windows) {
            Self::Windows
        } else if cfg!(target_os = "macos") {
            Self::MacOs
        } else {
            Self::Xdg
        }
    }
}

impl Folders {
    /// The folders by the variables of the environment, which `variable` reads.
    #[must_use]
    pub fn of(system: System, variable: impl Fn(&str) -> Option<OsString>) -> Self {
        // The XDG specification has relative paths ignored; they are no use elsewhere either.
        let folder = |name: &str| {
            let path = variable(name).map(PathBuf::from);
            path.filter(|path| path.is_absolute() || system == System::Windows && path.has_root())
        };
        let home = |inside: &[&str]| {
            let home = folder("HOME")?;
            Some(inside.iter().fold(home, |path, name| path.join(name)))
        };
        let (config, data) = match system {
            System::Windows => (folder("APPDATA"), folder("APPDATA")),
            System::MacOs => {
                let support = home(&["Library", "Application Support"]);
                (support.clone(), support)
            }
            System::Xdg => (
                folder("XDG_CONFIG_HOME").or_else(|| home(&[".config"])),
                folder("XDG_DATA_HOME").or_else(|| home(&[".local", "share"])),
            ),
        };
        let ours = |folder: Option<PathBuf>| folder.map(|folder| folder.join(OURS));
        Self { config: ours(config), data: ours(data) }
    }

    /// The user's own gazetteer, as the window writes it.
    #[must_use]
    pub fn own_gazetteer(&self) -> Option<PathBuf> {
        Some(self.config.as_ref()?.join(OWN_GAZETTEER_CSV))
    }

    /// The journal of edits.
    #[must_use]
    pub fn edits(&self) -> Option<PathBuf> {
        Some(self.data.as_ref()?.join(EDITS))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(system: System, variables: &[(&str, &str)], config: Option<&str>, data: Option<&str>) {
        let folders = Folders::of(system, |name| {
            variables.iter().find(|(known, _)| *known == name).map(|(_, value)| value.into())
        });
        assert_eq!(folders.config, config.map(PathBuf::from));
        assert_eq!(folders.data, data.map(PathBuf::from));
    }

    #[test]
    #[cfg(unix)]
    fn each_system_names_its_folders() {
        let home = ("HOME", "/home/a");
        check(
            System::Xdg,
            &[home],
            Some("/home/a/.config/deir-atlas"),
            Some("/home/a/.local/share/deir-atlas"),
        );
        check(
            System::Xdg,
            &[home, ("XDG_CONFIG_HOME", "/c"), ("XDG_DATA_HOME", "not/absolute")],
            Some("/c/deir-atlas"),
            Some("/home/a/.local/share/deir-atlas"),
        );
        let support = Some("/home/a/Library/Application Support/deir-atlas");
        check(System::MacOs, &[home], support, support);
        check(System::Xdg, &[], None, None);
    }
}
