using System.Xml.Linq;
using PartnerAuth.Help;

// Help write|check|build DOCS OUTPUT ASSEMBLY...
// write brings the pages of DOCS to what the commands of the assemblies are, check tells where they differ, and build
// makes the help files: OUTPUT/MODULE/en-US.
if (args is not [("write" or "check" or "build") and var action, var docs, var output, .. var assemblies] || assemblies.Length == 0)
{
    Console.Error.WriteLine("Help write|check|build DOCS OUTPUT ASSEMBLY...");
    return 64;
}

int differences = 0;
HashSet<string> known = [];
HashSet<string> modules = [.. assemblies.Select(assembly => Path.GetFileNameWithoutExtension(assembly))];
foreach (string assembly in assemblies.Select(Path.GetFullPath))
{
    string module = Path.GetFileNameWithoutExtension(assembly);
    List<(Command Command, Page Page)> pages = [];
    foreach (Command command in Command.Of(assembly))
    {
        string file = Path.Combine(docs, command.Name + ".md");
        known.Add(file);
        string present = File.Exists(file) ? File.ReadAllText(file) : string.Empty;
        Page page = Page.Read(present);
        pages.Add((command, page));
        string wanted = PageWriter.Write(command, page, module);
        if (wanted == present)
        {
            continue;
        }

        if (action == "write")
        {
            File.WriteAllText(file, wanted);
        }
        else if (action == "check")
        {
            Tell(file, FirstDifference(present, wanted));
        }
    }

    if (action == "build")
    {
        string folder = Path.Combine(output, module, "en-US");
        Directory.CreateDirectory(folder);
        Maml.Of(pages).Save(Path.Combine(folder, module + ".dll-Help.xml"), SaveOptions.DisableFormatting);
    }
}

foreach (string file in Directory.GetFiles(docs, "*.md").Except(known))
{
    string name = Path.GetFileNameWithoutExtension(file);
    string text = File.ReadAllText(file);
    if (name.StartsWith("about_", StringComparison.Ordinal))
    {
        // All topics are PartnerAuth's so far.
        if (action == "build" && modules.Contains("PartnerAuth"))
        {
            File.WriteAllText(Path.Combine(output, "PartnerAuth", "en-US", name + ".help.txt"), AboutTopic.Of(name, text));
        }
    }
    else if (modules.Any(module => text.Contains($"\nModule Name: {module}\n", StringComparison.Ordinal)))
    {
        Tell(file, "no command has this name");
    }
}

return differences == 0 ? 0 : 1;

void Tell(string file, string difference)
{
    differences++;
    Console.Error.WriteLine($"{file}: {difference}");
}

static string FirstDifference(string present, string wanted)
{
    string[] before = present.Split('\n');
    string[] after = wanted.Split('\n');
    int at = before.Zip(after).TakeWhile(pair => pair.First == pair.Second).Count();
    return $"line {at + 1} is '{before.ElementAtOrDefault(at)}' and shall be '{after.ElementAtOrDefault(at)}'";
}
