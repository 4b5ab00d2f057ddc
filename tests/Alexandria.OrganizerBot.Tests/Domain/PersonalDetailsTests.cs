using Alexandria.OrganizerBot.Domain.Text;
using CsCheck;

namespace Alexandria.OrganizerBot.Tests.Domain;

public sealed class PersonalDetailsTests
{
    [Theory]
    [InlineData("703-555-0107")]
    [InlineData("(703) 555-0107")]
    [InlineData("(703) - 555 - 0107")]
    [InlineData("703.555.0107")]
    [InlineData("703 555 0107")]
    [InlineData("703/555-0107")]
    [InlineData("7035550107")]
    [InlineData("703-5550107")]
    [InlineData("1-703-555-0107")]
    [InlineData("+1 (703) 555-0107")]
    [InlineData("17035550107")]
    [InlineData("1703 555 0107")]
    [InlineData("555-0107")]
    [InlineData("555.0107")]
    [InlineData("please call 555 0107")]
    [InlineData("+503 2345 6789")]
    [InlineData("+52 55 1234 5678")]
    [InlineData("55 1234 5678")]
    [InlineData("55 32 14 06 78")]
    [InlineData("0044 20 7946 0958")]
    [InlineData("011 52 55 1234 5678")]
    [InlineData("7 0 3 5 5 5 0 1 0 7")]
    [InlineData("７０３－５５５－０１０７")]
    [InlineData("٧٠٣-٥٥٥-٠١٠٧")]
    [InlineData("7\u200B0\u200D3\u2060-555-\uFE0F0107")]
    [InlineData("7️⃣0️⃣3️⃣ 5️⃣5️⃣5️⃣ 0️⃣1️⃣0️⃣7️⃣")]
    [InlineData("703·555·0107")]
    [InlineData("*703*555*0107*")]
    [InlineData("Room 1305, 703-555-0107, at noon")]
    [InlineData("Room 1305 703-555-0107")]
    public void A_phone_number_is_found_however_it_is_written(string text) =>
        Assert.Equal(PersonalDetail.Phone, PersonalDetails.Find(text));

    [Theory]
    [InlineData("A012345678")]
    [InlineData("a012345678")]
    [InlineData("A-012345678")]
    [InlineData("A# 12345678")]
    [InlineData("A#1234567")]
    [InlineData("my number is A 012 345 678")]
    [InlineData("A012-345-678")]
    [InlineData("A\u200B0123\u200B45678")]
    [InlineData("Ａ０１２３４５６７８")]
    public void An_A_number_is_found(string text) => Assert.Equal(PersonalDetail.ANumber, PersonalDetails.Find(text));

    [Theory]
    [InlineData("123-45-6789")]
    [InlineData("123 45 6789")]
    [InlineData("123.45.6789")]
    [InlineData("it is 123456789")]
    [InlineData("１２３‐４５‐６７８９")]
    public void A_social_security_number_is_found(string text) =>
        Assert.Equal(PersonalDetail.SocialSecurity, PersonalDetails.Find(text));

    [Theory]
    [InlineData("ana@example.org")]
    [InlineData("write to ana.maria+x@mail.example.co, please")]
    [InlineData("ana＠example．org")]
    [InlineData("a\u200Bna@exa\u200Bmple.org")]
    public void An_email_address_is_found(string text) =>
        Assert.Equal(PersonalDetail.Email, PersonalDetails.Find(text));

    [Theory]
    [InlineData("7:00 PM")]
    [InlineData("18:30-19:30")]
    [InlineData("2026-12-08")]
    [InlineData("2026-12-08 19:00")]
    [InlineData("2026-12-08 19")]
    [InlineData("12/08/2026")]
    [InlineData("12.08.2026 19:00")]
    [InlineData("08-12-26")]
    [InlineData("301 King Street")]
    [InlineData("4850 Mark Center Dr, Room 1305")]
    [InlineData("4850-4860 Mark Center Drive")]
    [InlineData("Room 305 1200 Main Street")]
    [InlineData("Room 1305")]
    [InlineData("sala 12, piso 3")]
    [InlineData("24-1234")]
    [InlineData("docket 24-12345")]
    [InlineData("A-24-1234")]
    [InlineData("Ordinance 105-2026")]
    [InlineData("Resolution 305-2026")]
    [InlineData("HB 1234 and SB 783")]
    [InlineData("HB 1234 2026")]
    [InlineData("$1,900,000")]
    [InlineData("$5551234567")]
    [InlineData("€ 555 1234")]
    [InlineData("1 900 000")]
    [InlineData("22314-1234")]
    [InlineData("Alexandria, VA 22314")]
    [InlineData("A1, A2 and A12")]
    [InlineData("de 10 a 2026")]
    [InlineData("a 2000000 personas")]
    [InlineData("items 1 2 3 4 5 6 7 8")]
    [InlineData("March 10, 17, 24, 31")]
    [InlineData("1 2")]
    [InlineData("A12 2")]
    [InlineData("K7QP2M4X")]
    [InlineData("council|7789927")]
    [InlineData("<@700000000000000001>")]
    [InlineData("ID=8D6C4E00-1234-5678-9ABC")]
    [InlineData("@everyone at 7.30")]
    [InlineData("24/7")]
    [InlineData("")]
    [InlineData(null)]
    public void What_is_nobodys_own_is_left_alone(string? text) => Assert.Null(PersonalDetails.Find(text));

    [Fact]
    public void A_published_line_is_nobodys_own_however_it_is_written()
    {
        Assert.Null(PersonalDetails.Find("Call (703) 555-0100 today", "703.555.0100"));
        Assert.Null(PersonalDetails.Find("Call +1 703 555 0100 today", "703-555-0100"));
        Assert.Null(PersonalDetails.Find("Call 555-0142", "555-0142"));
        Assert.Equal(
            PersonalDetail.Phone,
            PersonalDetails.Find("Call 703-555-0100 or mine, 703-555-0101", "703-555-0100")
        );
    }

    [Fact]
    public void Characters_that_show_nothing_hide_no_number()
    {
        var number =
            from area in Gen.Int[200, 999]
            from exchange in Gen.Int[200, 999]
            from line in Gen.Int[0, 9999]
            from separator in Among("-", ".", " ", "")
            select $"{area}{separator}{exchange}{separator}{line:D4}";
        var hidden =
            from digits in number
            from invisible in Among('\u200B', '\u200D', '\u2060', '\uFEFF', '\u202E', '\u0301')
            from places in Gen.Int[0, 20].List[1, 8]
            select places.Aggregate(digits, (text, at) => text.Insert(at % text.Length, invisible.ToString()));

        hidden.Sample(text => PersonalDetails.Find(text) == PersonalDetail.Phone);
    }

    [Fact]
    public void What_stands_around_a_number_does_not_hide_it() =>
        (
            from before in Among("", "call me: ", "¿mi número? ", "Room 12, ", "(")
            from after in Among("", " thanks", ".", ") ok", ", 7 PM")
            select before + "703-555-0107" + after
        ).Sample(text => PersonalDetails.Find(text) == PersonalDetail.Phone);

    [Fact]
    public void Days_and_times_of_the_next_years_are_never_taken_for_numbers() =>
        (
            from year in Gen.Int[2024, 2049]
            from month in Gen.Int[1, 12]
            from day in Gen.Int[1, 28]
            from hour in Gen.Int[0, 23]
            from minute in Gen.Int[0, 59]
            from form in Gen.Int[0, 5]
            select form switch
            {
                0 => $"{year}-{month:D2}-{day:D2} {hour:D2}:{minute:D2}",
                1 => $"{month}/{day}/{year} {hour}:{minute:D2}",
                2 => $"{day}.{month}.{year}",
                3 => $"{day}-{month}-{year} {hour}h",
                4 => $"{hour}:{minute:D2}-{hour}:{minute:D2}",
                _ => $"{month}-{day}-{year % 100:D2} {hour}.{minute:D2}",
            }
        ).Sample(text => PersonalDetails.Find(text) is null);

    [Fact]
    public void Any_text_is_read_to_its_end()
    {
        Gen.String.Sample(text => PersonalDetails.Find(text) is null or >= PersonalDetail.Phone);
        // Rows of digits are where a careless reader becomes slow.
        var long1 = string.Concat(Enumerable.Repeat("1 ", 50_000));
        var long2 = new string('@', 50_000);
        Assert.Equal(PersonalDetail.Phone, PersonalDetails.Find(long1));
        Assert.Null(PersonalDetails.Find(long2));
        Assert.Null(PersonalDetails.Find("half \ud83d a pair"));
    }

    private static Gen<T> Among<T>(params IReadOnlyList<T> values) =>
        Gen.Int[0, values.Count - 1].Select(index => values[index]);
}
