using System.Collections;
using System.Management.Automation.Language;

namespace PartnerAuth.Packaging;

/// <summary>What a module's manifest says, read as data: nothing of it runs.</summary>
internal sealed class ModuleManifest
{
    private readonly string path;
    private readonly Hashtable data;
    private readonly Hashtable galleryData;

    /// <summary>Reads <c>NAME/NAME.psd1</c>.</summary>
    /// <exception cref="InvalidDataException">It is no manifest.</exception>
    public ModuleManifest(string folder)
    {
        Name = new DirectoryInfo(folder).Name;
        path = Path.Combine(folder, Name + ".psd1");
        Ast file = Parser.ParseFile(path, out _, out ParseError[] errors);
        data = errors.Length == 0 && file.Find(ast => ast is HashtableAst, searchNestedScriptBlocks: false) is HashtableAst table
            ? (Hashtable)table.SafeGetValue()
            : throw new InvalidDataException($"'{path}' is no module manifest: {errors.FirstOrDefault()?.Message ?? "it holds no hashtable"}.");
        galleryData = (data["PrivateData"] as Hashtable)?["PSData"] as Hashtable ?? [];
    }

    public string Name { get; }

    public string Version => Required("ModuleVersion") + (galleryData["Prerelease"] is string { Length: > 0 } label ? "-" + label : string.Empty);

    public string Author => Required("Author");

    public string Company => Required("CompanyName");

    public string Copyright => Required("Copyright");

    public string Description => Required("Description");

    public string? ReleaseNotes => galleryData["ReleaseNotes"] as string;

    public Uri? License => Address("LicenseUri");

    public Uri? Project => Address("ProjectUri");

    public Uri? Icon => Address("IconUri");

    public IEnumerable<string> Tags => Texts(galleryData["Tags"]);

    public IEnumerable<string> Cmdlets => Texts(data["CmdletsToExport"]);

    private static IEnumerable<string> Texts(object? value) => value is Array texts ? texts.Cast<string>() : [];

    private string Required(string key) =>
        data[key] as string ?? throw new InvalidDataException($"'{path}' has no {key}, which the PowerShell Gallery wants.");

    private Uri? Address(string key) => galleryData[key] is string text ? new Uri(text) : null;
}
