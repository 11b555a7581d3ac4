FROM node:22-bookworm-slim AS dashboard
WORKDIR /build/src/Infusion.Dashboard
COPY src/Infusion.Dashboard/package.json src/Infusion.Dashboard/package-lock.json src/Infusion.Dashboard/.npmrc ./
RUN npm ci --no-audit --no-fund
COPY src/Infusion.Dashboard/ ./
RUN npm run build

FROM mcr.microsoft.com/dotnet/sdk:10.0 AS server
WORKDIR /build
COPY global.json Directory.Build.props Directory.Packages.props BannedSymbols.txt .editorconfig ./
COPY src/ src/
COPY fhir-profiles/fsh-generated/ fhir-profiles/fsh-generated/
COPY --from=dashboard /build/src/Infusion.Server/wwwroot src/Infusion.Server/wwwroot
RUN dotnet publish -c Release -o /app src/Infusion.Server

FROM mcr.microsoft.com/dotnet/aspnet:10.0
WORKDIR /app
COPY --from=server /app ./
RUN mkdir /data && chown "$APP_UID" /data
USER $APP_UID
ENV ASPNETCORE_URLS=http://*:8080 Infusion__DataDirectory=/data
VOLUME /data
EXPOSE 8080 1883
ENTRYPOINT ["dotnet", "infusion.dll"]
