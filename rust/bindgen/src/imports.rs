//! The exports as plain `DllImport`s.
//!
//! interoptopus' own C# needs a newer .NET than Windows PowerShell has. This extension takes its resolved model and
//! writes classic imports, which both runtimes read, and refuses every type that is not a number or a pointer.

use crate::csharp::{HEADER, camel, pascal, summary};
use anyhow::Context;
use interoptopus::inventory::RustInventory;
use interoptopus_backends::output::Multibuf;
use interoptopus_csharp::config::HeaderConfig;
use interoptopus_csharp::extensions::{PostModelPass, PostOutputPass, RustCodegenExtension};
use interoptopus_csharp::lang::TypeId;
use interoptopus_csharp::lang::functions::overload::OverloadKind;
use interoptopus_csharp::lang::functions::{Function, FunctionKind};
use interoptopus_csharp::lang::types::kind::TypeKind;
use interoptopus_csharp::pass::OutputResult;
use interoptopus_csharp::{Error, RustLibrary};
use partner_ffi::{ABI_VERSION, Status};

const FILE: &str = "NativeMethods.cs";

/// The class of imports of one library, whose exports all begin with `prefix`.
///
/// # Errors
/// When an export takes something else than numbers and pointers, or interoptopus refuses the inventory.
pub fn render(inventory: RustInventory, library: &'static str, prefix: &'static str) -> anyhow::Result<String> {
    let output = RustLibrary::builder(inventory)
        .dll_name(library)
        .headers(HeaderConfig { emit_version: false })
        .with_extension(DllImports {
            library,
            prefix,
            text: String::new(),
        })
        .build()
        .process()?;
    output.buffer(FILE).cloned().context("interoptopus gave no output")
}

struct DllImports {
    library: &'static str,
    prefix: &'static str,
    text: String,
}

impl DllImports {
    fn import(&self, function: &Function, models: &PostModelPass) -> Result<String, Error> {
        let name = function
            .name
            .strip_prefix(self.prefix)
            .ok_or_else(|| Error::from(format!("{}: every export begins with {}", function.name, self.prefix)))?;
        let returned = flat(function, function.signature.rval, models)?;
        let mut arguments = Vec::new();
        for argument in &function.signature.arguments {
            arguments.push(format!(
                "{} {}",
                flat(function, argument.ty, models)?,
                camel(&argument.name)
            ));
        }
        Ok(format!(
            "{}    [DllImport(Library, EntryPoint = \"{}\", CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]\n    \
             [DefaultDllImportSearchPaths(DllImportSearchPath.AssemblyDirectory)]\n    \
             internal static extern {returned} {}({});\n",
            summary("    ", &function.docs.join("\n")),
            function.name,
            pascal(name),
            arguments.join(", "),
        ))
    }
}

/// A type that crosses the boundary as it is.
fn flat(function: &Function, id: TypeId, models: &PostModelPass) -> Result<String, Error> {
    let ty = models
        .types
        .get(id)
        .ok_or_else(|| Error::from(format!("{}: unresolved type", function.name)))?;
    match ty.kind {
        TypeKind::Primitive(_) | TypeKind::Pointer(_) => Ok(ty
            .decorators
            .param
            .as_ref()
            .map_or_else(|| ty.name.clone(), |d| format!("{d} {}", ty.name))),
        _ => Err(Error::from(format!(
            "{}: {} is neither a number nor a pointer",
            function.name, ty.name
        ))),
    }
}

impl RustCodegenExtension for DllImports {
    fn init(&mut self, _: &mut RustInventory) {}

    fn post_model_all(&mut self, _: &RustInventory, models: PostModelPass) -> Result<(), Error> {
        let mut imports = Vec::new();
        for (id, original) in models.fns.originals() {
            // The "simple" overload has `ref ulong` where the original has IntPtr: no unsafe code in C#.
            let simple = models
                .fns
                .overloads_for(*id)
                .map(|(_, f)| f)
                .find(|f| matches!(&f.kind, FunctionKind::Overload(o) if matches!(o.kind, OverloadKind::Simple)));
            imports.push((original.name.clone(), self.import(simple.unwrap_or(original), &models)?));
        }
        imports.sort();
        let imports: Vec<String> = imports.into_iter().map(|(_, text)| text).collect();
        self.text = format!(
            "{HEADER}using System;\nusing System.Runtime.InteropServices;\n\nnamespace PartnerAuth.Interop;\n\n{}\n\
             /// <summary>The exports of the native library.</summary>\ninternal static class NativeMethods\n{{\n    \
             internal const string Library = \"{}\";\n\n    \
             /// <summary>The version of the boundary that this assembly speaks.</summary>\n    \
             internal const uint ExpectedAbiVersion = {ABI_VERSION};\n\n{}}}\n",
            statuses(),
            self.library,
            imports.join("\n"),
        );
        Ok(())
    }

    fn post_output(&mut self, output: &mut Multibuf, _: PostOutputPass) -> OutputResult {
        output.add_buffer(FILE, std::mem::take(&mut self.text));
        Ok(())
    }
}

/// The numbers that exports answer.
fn statuses() -> String {
    let mut members = format!(
        "    /// <summary>It succeeded.</summary>\n    internal const int Ok = {};\n",
        Status::OK
    );
    for status in Status::ALL {
        members.push_str(&format!(
            "\n{}    internal const int {status:?} = {};\n",
            summary("    ", status.meaning()),
            status.code()
        ));
    }
    format!("/// <summary>What exports answer.</summary>\ninternal static class NativeStatus\n{{\n{members}}}\n")
}
