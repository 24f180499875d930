//! The command line: the window, and what can be done without one.

#[path = "main/check.rs"]
mod check;
#[path = "main/convert.rs"]
mod convert;
#[path = "main/edits.rs"]
mod edits;
#[path = "main/extract.rs"]
mod extract;
#[path = "main/geocode.rs"]
mod geocode;
#[path = "main/input.rs"]
mod input;
#[path = "main/places.rs"]
mod places;
#[path = "main/render.rs"]
mod render;
#[path = "main/shown_args.rs"]
mod shown_args;
#[cfg(feature = "window")]
#[path = "main/window.rs"]
mod window;

use std::io::{ErrorKind, IsTerminal, Write};
use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// Deir Atlas: what was reported to have happened in Deir ez-Zor, on a map and a
/// timeline, each mark one click from the words it rests on.
///
/// With files, opens them in the window; without any, what was open last, or the sample.
/// The window keeps your own gazetteer and your edits in your folders and uses them by
/// itself; the commands use them only where --gazetteer and --edits name their files.
#[derive(Debug, Parser)]
#[command(version, args_conflicts_with_subcommands = true, max_term_width = 100)]
struct Cli {
    #[command(subcommand)]
    command: Option<Command>,
    #[cfg(feature = "window")]
    #[command(flatten)]
    window: window::Args,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Report how files would be read: counts, assumptions, and every problem with its line.
    Check(check::Arguments),
    /// Convert event files: native JSON, CSV, GeoJSON, KML, GeoPackage, chronologies, capsules.
    Convert(Box<convert::Arguments>),
    /// Read reports and print the claims they make, each tied to its words.
    Extract(extract::Arguments),
    /// Find places by name in the gazetteer.
    Geocode(geocode::Arguments),
    /// Draw the map with markers, legend, timeline and caption, without a window.
    Render(Box<render::Args>),
}

fn main() -> ExitCode {
    // A usage error exits with 2, `--help` and `--version` with 0.
    let cli = Cli::parse();
    tracing_subscriber::fmt()
        .with_env_filter(
            tracing_subscriber::EnvFilter::try_from_env("DEIR_ATLAS_LOG")
                .unwrap_or_else(|_| tracing_subscriber::EnvFilter::new("error")),
        )
        .with_writer(std::io::stderr)
        .with_ansi(std::io::stderr().is_terminal())
        .init();
    match run(cli) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) if is_closed_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            // Nowhere is left to say that stderr cannot be written.
            let _ = writeln!(std::io::stderr(), "deir-atlas: {}", chain(&error));
            ExitCode::from(1)
        }
    }
}

fn run(cli: Cli) -> anyhow::Result<()> {
    match cli.command {
        Some(Command::Check(args)) => check::run(&args),
        Some(Command::Convert(args)) => convert::run(&args),
        Some(Command::Extract(args)) => extract::run(&args),
        Some(Command::Geocode(args)) => geocode::run(&args),
        Some(Command::Render(args)) => render::run(&args),
        #[cfg(feature = "window")]
        None => window::run(cli.window),
        #[cfg(not(feature = "window"))]
        None => anyhow::bail!(
            "this build has no window; `deir-atlas --help` lists what it does without one"
        ),
    }
}

/// An error with its causes, each once.
fn chain(error: &anyhow::Error) -> String {
    let mut text = error.to_string();
    for cause in error.chain().skip(1).map(ToString::to_string) {
        if !text.contains(&cause) {
            text.push_str(": ");
            text.push_str(&cause);
        }
    }
    text
}

/// Whether whoever reads our output (`| head`) has seen enough.
fn is_closed_pipe(error: &anyhow::Error) -> bool {
    error.chain().any(|cause| {
        let kind = match cause.downcast_ref::<serde_json::Error>() {
            Some(json) => json.io_error_kind(),
            None => cause.downcast_ref::<std::io::Error>().map(std::io::Error::kind),
        };
        kind == Some(ErrorKind::BrokenPipe)
    })
}
