//! HTML without altering it: markup is blanked, byte for byte, in a working copy.

/// Whether `text` looks like HTML: a doctype or one of its common elements near
/// the beginning.
#[must_use]
pub fn looks_like_html(text: &str) -> bool {
    let head: String = text.chars().take(2000).flat_map(char::to_lowercase).collect();
    ["<!doctype html", "<html", "<body", "<p>", "<p ", "<div", "<article", "<br"]
        .iter()
        .any(|mark| head.contains(mark))
}

/// Elements whose whole content is no part of the report.
const SKIPPED: [&str; 13] = [
    "script", "style", "head", "nav", "footer", "aside", "form", "noscript", "button", "figure",
    "iframe", "svg", "template",
];

/// Elements that do not break a line of text.
const INLINE: [&str; 14] = [
    "a", "b", "i", "em", "strong", "span", "u", "small", "sup", "sub", "font", "mark", "time",
    "abbr",
];

/// A copy of `html` of the same length in bytes, in which markup, and the
/// content of elements that hold no report, are blanks; block elements become
/// ends of line, and the commonest character references the characters they
/// stand for. Offsets into it are offsets into `html`.
#[must_use]
pub fn blank_markup(html: &str) -> String {
    let mut out: Vec<u8> = html.as_bytes().to_vec();
    let lower = html.to_ascii_lowercase();
    let bytes = lower.as_bytes();
    let mut at = 0;
    while let Some(found) = memchr::memchr2(b'<', b'&', &bytes[at..]) {
        let start = at + found;
        if bytes[start] == b'&' {
            at = start + reference(&lower[start..], &mut out[start..]);
            continue;
        }
        let tag = &lower[start..];
        if !tag[1..].starts_with(|c: char| c.is_ascii_alphabetic() || c == '/' || c == '!') {
            at = start + 1;
            continue;
        }
        let comment = tag.starts_with("<!--");
        let close = if comment { "-->" } else { ">" };
        let mut end = tag.find(close).map_or(bytes.len(), |offset| start + offset + close.len());
        let name: &str = tag[1..].split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or("");
        if SKIPPED.contains(&name) {
            let closing = format!("</{name}");
            if let Some(offset) = lower[end..].find(&closing) {
                let from = end + offset;
                end = lower[from..].find('>').map_or(bytes.len(), |gt| from + gt + 1);
            }
        }
        blank(&mut out[start..end]);
        let bare = tag.trim_start_matches(['<', '/']);
        let bare = bare.split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or("");
        if !INLINE.contains(&bare) && end - start >= 2 {
            out[start] = b'\n';
            if !bare.starts_with("br") {
                out[start + 1] = b'\n';
            }
        }
        at = end;
    }
    // Blanking whole ranges between ASCII marks keeps the rest valid UTF-8.
    String::from_utf8(out).unwrap_or_else(|_| " ".repeat(html.len()))
}

fn blank(bytes: &mut [u8]) {
    for byte in bytes {
        if *byte != b'\n' {
            *byte = b' ';
        }
    }
}

/// Replaces a character reference at the start of `out`; returns how far to go on.
fn reference(text: &str, out: &mut [u8]) -> usize {
    const KNOWN: [(&str, &str); 14] = [
        ("&nbsp;", " "),
        ("&amp;", "&"),
        ("&quot;", "\""),
        ("&#34;", "\""),
        ("&apos;", "'"),
        ("&#39;", "'"),
        ("&rsquo;", "’"),
        ("&lsquo;", "‘"),
        ("&ldquo;", "“"),
        ("&rdquo;", "”"),
        ("&#8217;", "’"),
        ("&ndash;", "–"),
        ("&mdash;", "—"),
        ("&hellip;", "…"),
    ];
    for (name, plain) in KNOWN {
        if text.starts_with(name) {
            blank(&mut out[..name.len()]);
            // A closing mark goes to the end, so that it stays beside what follows.
            out[..plain.len()].copy_from_slice(plain.as_bytes());
            return name.len();
        }
    }
    1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markup_is_blanked_in_place() {
        let check = |html: &str, expected: &str| {
            let blanked = blank_markup(html);
            assert_eq!(blanked.len(), html.len());
            assert_eq!(blanked.split_whitespace().collect::<Vec<_>>().join(" "), expected);
        };
        check("<p>Shells hit <b>Hatla</b>.</p><script>x < 1</script>", "Shells hit Hatla .");
        check("<nav>Home</nav>قصف&nbsp;الجورة", "قصف الجورة");
        check("a < b & c", "a < b & c");
        check("<!-- x > y --> kept", "kept");
        check("<div", "");
    }
}
