using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace Alexandria.OrganizerBot.Benchmarks;

/// <summary>The figures as a table for people, and as one last line of JSON for machines.</summary>
internal static class Report
{
    private static readonly string[] Heads =
    [
        "figure",
        "median",
        "low",
        "high",
        "unit",
        "yardstick",
        "its median",
        "ratio",
    ];

    public static void Write(IReadOnlyList<Figure> figures, TextWriter output)
    {
        List<string[]> rows = [Heads, .. figures.Select(Row)];
        var widths = Heads.Select((_, column) => rows.Max(row => row[column].Length)).ToList();
        foreach (var row in rows)
            output.WriteLine(string.Join("  ", row.Zip(widths, (cell, width) => cell.PadRight(width))).TrimEnd());

        output.WriteLine();
        output.WriteLine(
            JsonSerializer.Serialize(
                new
                {
                    cores = Environment.ProcessorCount,
                    system = RuntimeInformation.OSArchitecture.ToString(),
                    runtime = RuntimeInformation.FrameworkDescription,
                    figures,
                },
                JsonSerializerOptions.Web
            )
        );
    }

    private static string[] Row(Figure figure) =>
        [
            figure.Name,
            Short(figure.Median),
            Short(figure.Low),
            Short(figure.High),
            figure.Unit,
            figure.Yardstick,
            Short(figure.YardstickMedian),
            Short(figure.Ratio),
        ];

    /// <summary>Three digits that count.</summary>
    private static string Short(double value) =>
        value.ToString(
            value switch
            {
                >= 100 => "0",
                >= 10 => "0.0",
                >= 1 => "0.00",
                _ => "0.0000",
            },
            CultureInfo.InvariantCulture
        );
}
