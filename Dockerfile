# The bot as a container: docs/operating.md, "With Docker", says how to run it.
# The images are Ubuntu 24.04 (.NET 10 has no Debian ones). They bring ICU and the tz database; pictures need no system
# library, because SkiaSharp's NoDependencies build and the font are inside the program.

FROM mcr.microsoft.com/dotnet/sdk:10.0 AS build
WORKDIR /source

# Packages first: this layer is rebuilt only when a project or a lock file changes.
COPY global.json Directory.Build.props Directory.Packages.props BannedSymbols.txt .editorconfig ./
COPY src/Alexandria.OrganizerBot.Domain/*.csproj src/Alexandria.OrganizerBot.Domain/packages.lock.json src/Alexandria.OrganizerBot.Domain/
COPY src/Alexandria.OrganizerBot.Discord/*.csproj src/Alexandria.OrganizerBot.Discord/packages.lock.json src/Alexandria.OrganizerBot.Discord/
COPY src/Alexandria.OrganizerBot.Signal/*.csproj src/Alexandria.OrganizerBot.Signal/packages.lock.json src/Alexandria.OrganizerBot.Signal/
COPY src/Alexandria.OrganizerBot.Rehearsal/*.csproj src/Alexandria.OrganizerBot.Rehearsal/packages.lock.json src/Alexandria.OrganizerBot.Rehearsal/
COPY src/Alexandria.OrganizerBot/*.csproj src/Alexandria.OrganizerBot/packages.lock.json src/Alexandria.OrganizerBot/
RUN dotnet restore src/Alexandria.OrganizerBot --locked-mode

COPY src/ src/
COPY campaigns/ campaigns/
RUN dotnet publish src/Alexandria.OrganizerBot --configuration Release --no-restore -p:UseAppHost=false --output /app \
    # The native parts for systems that this image is not.
    && rm -rf /app/runtimes/win-* /app/runtimes/osx /app/runtimes/linux-musl-* /app/runtimes/linux-bionic-*

FROM mcr.microsoft.com/dotnet/aspnet:10.0
# Created here, so that new volumes belong to the bot's user.
RUN install --directory --mode=0700 --owner="$APP_UID" --group="$APP_UID" /data /keys /backups
COPY --from=build /app /app
WORKDIR /app

# Diagnostics are off: their socket would let another process of this user read the memory, and the key in it.
ENV Storage__DataDirectory=/data \
    Keys__Directory=/keys \
    Campaigns__Directory=/app/campaigns \
    DOTNET_EnableDiagnostics=0

USER $APP_UID
# Two volumes, so that a copy of one opens nothing. Back them up apart.
VOLUME /data /keys /backups

HEALTHCHECK --interval=30s --timeout=10s --start-period=60s CMD ["dotnet", "/app/Alexandria.OrganizerBot.dll", "health"]
ENTRYPOINT ["dotnet", "/app/Alexandria.OrganizerBot.dll"]
CMD ["run"]
