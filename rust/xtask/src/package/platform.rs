//! The platforms that the modules are for, and how the native libraries of each are built.

use std::env::consts;

use object::{Architecture, BinaryFormat};

/// The glibc that PowerShell 7.4 is supported on at the oldest (Red Hat Enterprise Linux 8). Libraries that want a newer
/// one are not released. `bindings/NativePlatform.cs` says the same to users.
pub const GLIBC_FLOOR: (u32, u32) = (2, 28);

/// A system and processor.
#[derive(Debug)]
pub struct Platform {
    /// The name of its folder in a module, such as `win-x64`.
    pub name: &'static str,
    /// What its libraries are called after the dot.
    pub extension: &'static str,
    /// The format of its libraries.
    pub format: BinaryFormat,
    /// The processor of its libraries.
    pub processor: Architecture,
    /// Ways to build them; the first that fits this machine is taken.
    pub builds: &'static [Build],
}

/// A way to build a platform's libraries.
#[derive(Debug)]
pub struct Build {
    /// The systems that can: [`consts::OS`].
    pub on: &'static str,
    /// Rust's name for the platform.
    pub triple: &'static str,
    /// The linker to be found, where the system's own is not the one.
    pub linker: Option<&'static str>,
    /// Further flags for the compiler.
    pub flags: &'static [&'static str],
}

const fn build(on: &'static str, triple: &'static str) -> Build {
    Build {
        on,
        triple,
        linker: None,
        flags: &[],
    }
}

/// With the C runtime inside, as Windows has the one of Visual C++ only where a program brought it.
const fn msvc(triple: &'static str) -> Build {
    Build {
        flags: &["-Ctarget-feature=+crt-static"],
        ..build("windows", triple)
    }
}

const fn cross(triple: &'static str, linker: &'static str) -> Build {
    Build {
        linker: Some(linker),
        ..build("linux", triple)
    }
}

/// With frame pointers: the tables for unwinding are a quarter smaller, and the code is not bigger.
const fn elf(triple: &'static str, linker: &'static str) -> Build {
    Build {
        flags: &["-Cforce-frame-pointers=yes"],
        ..cross(triple, linker)
    }
}

/// All of them.
pub static PLATFORMS: [Platform; 8] = [
    Platform {
        name: "win-x64",
        extension: "dll",
        format: BinaryFormat::Pe,
        processor: Architecture::X86_64,
        builds: &[
            msvc("x86_64-pc-windows-msvc"),
            cross("x86_64-pc-windows-gnu", "x86_64-w64-mingw32-gcc"),
        ],
    },
    Platform {
        name: "win-x86",
        extension: "dll",
        format: BinaryFormat::Pe,
        processor: Architecture::I386,
        builds: &[
            msvc("i686-pc-windows-msvc"),
            cross("i686-pc-windows-gnu", "i686-w64-mingw32-gcc"),
        ],
    },
    Platform {
        name: "win-arm64",
        extension: "dll",
        format: BinaryFormat::Pe,
        processor: Architecture::Aarch64,
        builds: &[msvc("aarch64-pc-windows-msvc")],
    },
    Platform {
        name: "linux-x64",
        extension: "so",
        format: BinaryFormat::Elf,
        processor: Architecture::X86_64,
        builds: &[elf("x86_64-unknown-linux-gnu", "x86_64-linux-gnu-gcc")],
    },
    Platform {
        name: "linux-musl-x64",
        extension: "so",
        format: BinaryFormat::Elf,
        processor: Architecture::X86_64,
        builds: &[Build {
            // A shared library takes the C library of the program that loads it.
            flags: &["-Ctarget-feature=-crt-static", "-Cforce-frame-pointers=yes"],
            ..cross("x86_64-unknown-linux-musl", "musl-gcc")
        }],
    },
    Platform {
        name: "linux-arm64",
        extension: "so",
        format: BinaryFormat::Elf,
        processor: Architecture::Aarch64,
        builds: &[elf("aarch64-unknown-linux-gnu", "aarch64-linux-gnu-gcc")],
    },
    Platform {
        name: "osx-arm64",
        extension: "dylib",
        format: BinaryFormat::MachO,
        processor: Architecture::Aarch64,
        builds: &[build("macos", "aarch64-apple-darwin")],
    },
    Platform {
        name: "osx-x64",
        extension: "dylib",
        format: BinaryFormat::MachO,
        processor: Architecture::X86_64,
        builds: &[build("macos", "x86_64-apple-darwin")],
    },
];

impl Platform {
    /// Whether its libraries want glibc.
    pub fn has_glibc(&self) -> bool {
        self.format == BinaryFormat::Elf && !self.name.contains("musl")
    }

    /// The file name of a library, as the module names it.
    pub fn file(&self, library: &str) -> String {
        format!("{library}.{}", self.extension)
    }

    /// The file name of a library, as cargo names it.
    pub fn cargo_file(&self, krate: &str) -> String {
        let prefix = if self.format == BinaryFormat::Pe { "" } else { "lib" };
        format!("{prefix}{krate}.{}", self.extension)
    }
}

impl Build {
    /// Whether this is how the system's own compiler builds for the system itself.
    pub fn is_own(&self) -> bool {
        self.on == consts::OS
            && self.triple.starts_with(consts::ARCH)
            && !self.triple.contains("musl")
            && !(consts::OS == "linux" && self.triple.contains("windows"))
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::{GLIBC_FLOOR, PLATFORMS};

    #[test]
    fn the_loader_tells_users_of_the_same_platforms_and_the_same_glibc() {
        let loader = concat!(env!("CARGO_MANIFEST_DIR"), "/../../bindings/NativePlatform.cs");
        let loader = fs::read_to_string(loader).unwrap();
        let names: Vec<_> = PLATFORMS.iter().map(|platform| platform.name).collect();
        assert!(loader.contains(&format!("\"{}\"", names.join(", "))), "{names:?}");
        let (major, minor) = GLIBC_FLOOR;
        assert!(loader.contains(&format!("\"{major}.{minor}\"")));
    }
}
