using PartnerAuth.Packaging;

if (args is not [string module, string output])
{
    Console.Error.WriteLine("Packer MODULE_FOLDER OUTPUT_FOLDER: makes the nupkg of a module and prints its path.");
    return 2;
}

try
{
    Console.WriteLine(Nupkg.Write(module, output));
    return 0;
}
catch (Exception e) when (e is IOException or InvalidDataException or UnauthorizedAccessException)
{
    Console.Error.WriteLine($"error: {e.Message}");
    return 1;
}
