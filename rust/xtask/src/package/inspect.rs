//! What a native library is, read from the file itself: a wrong one must not travel under a right name.

use std::fs;
use std::path::Path;

use anyhow::{Context as _, Result, ensure};
use object::{NameOrOrdinal, Object as _, ObjectSection as _};

use crate::package::platform::Platform;

/// The most that a library of the module PartnerAuth may weigh, in bytes.
pub const MOST_BYTES: u64 = 6_300_000;

/// What matters of a library.
#[derive(Debug, PartialEq, Eq)]
pub struct Library {
    /// Its size in bytes.
    pub bytes: u64,
    /// The newest glibc that it wants, where it wants one.
    pub glibc: Option<(u32, u32)>,
}

/// Reads a library and checks that it is one for the platform and has the boundary's exports.
///
/// # Errors
/// It is missing, or something else.
pub fn inspect(path: &Path, platform: &Platform, prefix: &str) -> Result<Library> {
    let data = fs::read(path).with_context(|| format!("{} is missing", path.display()))?;
    let shown = path.display();
    let file = object::File::parse(&*data).with_context(|| format!("{shown} is no library"))?;
    ensure!(
        (file.format(), file.architecture()) == (platform.format, platform.processor),
        "{shown} is {:?} for {:?}, and {} wants {:?} for {:?}",
        file.format(),
        file.architecture(),
        platform.name,
        platform.format,
        platform.processor
    );
    let version = format!("{prefix}_abi_version");
    let exports = file
        .exports()
        .with_context(|| format!("the exports of {shown} can't be read"))?;
    let found = exports.filter_map(Result::ok).any(|export| match export.name() {
        // Mach-O puts an underscore before each name.
        NameOrOrdinal::Name(name) => name.strip_prefix(b"_").unwrap_or(name) == version.as_bytes(),
        NameOrOrdinal::Ordinal(_) => false,
    });
    ensure!(found, "{shown} has no export {version}");
    let glibc = newest_glibc(&file).filter(|_| platform.has_glibc());
    ensure!(
        glibc.is_some() || !platform.has_glibc(),
        "{shown} does not say which glibc it wants"
    );
    Ok(Library {
        bytes: u64::try_from(data.len())?,
        glibc,
    })
}

/// The newest version of glibc that a file wants, where it wants one.
fn newest_glibc(file: &object::File<'_>) -> Option<(u32, u32)> {
    newest_among(file.section_by_name(".dynstr")?.data().ok()?)
}

/// The newest version among names, of which one of glibc is `GLIBC_2.x`.
fn newest_among(names: &[u8]) -> Option<(u32, u32)> {
    let names = names
        .split(|byte| *byte == 0)
        .filter_map(|name| name.strip_prefix(b"GLIBC_"));
    names
        .filter_map(|version| {
            let mut numbers = std::str::from_utf8(version).ok()?.split('.').map(str::parse);
            Some((numbers.next()?.ok()?, numbers.next()?.ok()?))
        })
        .max()
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::{inspect, newest_among, newest_glibc};
    use crate::package::platform::PLATFORMS;

    #[test]
    fn the_newest_glibc_is_found_by_number_and_not_by_text() {
        let names = b"\0GLIBC_2.9\0GLIBC_2.2.5\0GLIBC_2.28\0GLIBC_PRIVATE\0libc.so.6\0";
        assert_eq!(newest_among(names), Some((2, 28)));
        assert_eq!(newest_among(b"\0libc.musl\0"), None);
    }

    #[cfg(all(target_os = "linux", target_env = "gnu"))]
    #[test]
    fn a_program_of_this_system_wants_a_glibc() {
        let own = fs::read(std::env::current_exe().unwrap()).unwrap();
        let file = object::File::parse(&*own).unwrap();
        assert!(newest_glibc(&file) >= Some((2, 2)), "{:?}", newest_glibc(&file));
    }

    #[test]
    fn what_is_no_library_of_the_platform_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("partner_auth.so");
        fs::write(&file, "text").unwrap();
        let error = inspect(&file, &PLATFORMS[0], "pa").unwrap_err();
        assert!(error.to_string().contains("is no library"), "{error}");

        let own = std::env::current_exe().unwrap();
        let wrong = PLATFORMS.iter().find(|platform| platform.name == "win-arm64").unwrap();
        let error = inspect(&own, wrong, "pa").unwrap_err();
        assert!(error.to_string().contains("win-arm64 wants Pe for Aarch64"), "{error}");
    }
}
