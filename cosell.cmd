@echo off
rem The Co-sell Connector on this computer; see cosell.cmd --help.
setlocal EnableExtensions EnableDelayedExpansion
set "ROOT=%~dp0"
if "%ROOT:~-1%"=="\" set "ROOT=%ROOT:~0,-1%"
set "STATE=%ROOT%\.cosell"

if "%~1"=="" goto help
if "%~1"=="-h" goto help
if "%~1"=="--help" goto help
if "%~1"=="help" goto help
if "%~1"=="-v" goto version
if "%~1"=="--version" goto version
if "%~1"=="version" goto version

rem --- A JDK 21 or later: JAVA_HOME, or the one on the PATH ---
if not defined JAVA_HOME (
    for /f "delims=" %%J in ('where javac 2^>nul') do (
        if not defined JAVA_HOME for %%D in ("%%~dpJ..") do set "JAVA_HOME=%%~fD"
    )
)
if not defined JAVA_HOME (
    echo cosell: expected a JDK 21 or later in JAVA_HOME or on the PATH, found none; get one from https://adoptium.net 1>&2
    exit /b 1
)
if not exist "%JAVA_HOME%\release" (
    echo cosell: expected a JDK in JAVA_HOME, found "%JAVA_HOME%" 1>&2
    exit /b 1
)
set "MAJOR=0"
for /f "tokens=2 delims==." %%V in ('findstr /b JAVA_VERSION= "%JAVA_HOME%\release"') do set "MAJOR=%%~V"
set "MAJOR=%MAJOR:"=%"
if %MAJOR% LSS 21 (
    echo cosell: expected a JDK 21 or later, found %MAJOR% in "%JAVA_HOME%"; get one from https://adoptium.net 1>&2
    exit /b 1
)

if "%~1"=="up" call :require || exit /b 1
if "%~1"=="demo" call :require || exit /b 1
if "%~1"=="soak" call :require || exit /b 1

if defined COSELL_SKIP_BUILD goto run
call :is_built && goto run
if not exist "%STATE%" mkdir "%STATE%"
echo Building; the first time takes a few minutes, because Maven fetches what it needs. 1>&2
pushd "%ROOT%"
rem Keys, tokens and secrets are no business of plugins that come from the network.
setlocal
set "COSELL_KEY="
set "COSELL_CRM_TOKEN="
set "COSELL_EVENTS_SECRET="
call mvnw.cmd -B -ntp -Dmaven.test.skip=true -Dspotless.check.skip=true -Dmdep.analyze.skip=true --projects=-benchmarks/peers package 1>&2
rem The line is read as a whole before the inner settings end.
endlocal & set "STATUS=%ERRORLEVEL%"
popd
if not "%STATUS%"=="0" (
    echo cosell: the build failed 1>&2
    exit /b 1
)
type nul > "%STATE%\built"

:run
cd /d "%ROOT%"
if "%~1"=="simulate" goto simulate
if "%~1"=="fuzz" goto fuzz
if "%~1"=="crm-setup" goto crmsetup
"%JAVA_HOME%\bin\java" -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Xshare:auto -Xmx256m ^
    -cp "%ROOT%\launcher\target\classes;%ROOT%\launcher\target\lib\*" dev.cosell.launcher.Main %*
exit /b %ERRORLEVEL%

rem It computes for minutes, so the best compiler pays.
:simulate
set "REST="
for /f "tokens=1,* delims= " %%A in ("%*") do set "REST=%%B"
"%JAVA_HOME%\bin\java" -XX:+UseParallelGC -Xmx1g ^
    -cp "%ROOT%\simulation\target\classes;%ROOT%\simulation\target\lib\*" dev.cosell.sync.Simulate !REST!
exit /b %ERRORLEVEL%

:fuzz
set "REST="
for /f "tokens=1,* delims= " %%A in ("%*") do set "REST=%%B"
"%JAVA_HOME%\bin\java" -XX:+UseSerialGC -Xmx1g -Dslf4j.internal.verbosity=ERROR ^
    -cp "%ROOT%\fuzz\target\classes;%ROOT%\fuzz\target\lib\*" dev.cosell.fuzz.Fuzz !REST!
exit /b %ERRORLEVEL%

:crmsetup
set "REST="
for /f "tokens=1,* delims= " %%A in ("%*") do set "REST=%%B"
"%JAVA_HOME%\bin\java" -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Xmx256m ^
    -cp "%ROOT%\crm-setup\target\classes;%ROOT%\crm-setup\target\lib\*" dev.cosell.setup.Main !REST!
exit /b %ERRORLEVEL%

:help
type "%ROOT%\launcher\src\main\resources\dev\cosell\launcher\usage.txt"
exit /b 0

rem The project's own version is the only one at this depth.
:version
for /f "tokens=3 delims=<>" %%V in ('findstr /b /c:"  <version>" "%ROOT%\pom.xml"') do echo Co-sell Connector %%V
exit /b 0

:require
for %%P in (node npm) do (
    where %%P >nul 2>nul || (
        echo cosell: expected %%P on the PATH ^(the storage emulator Azurite needs Node.js 20 or later^), found none; get it from https://nodejs.org 1>&2
        exit /b 1
    )
)
exit /b 0

rem Nothing that goes into the build is newer than the last one.
:is_built
if not exist "%STATE%\built" exit /b 1
if not exist "%ROOT%\launcher\target\lib" exit /b 1
if not exist "%ROOT%\simulation\target\lib" exit /b 1
if not exist "%ROOT%\fuzz\target\lib" exit /b 1
if not exist "%ROOT%\crm-setup\target\lib" exit /b 1
if not exist "%ROOT%\functions\target\azure-functions\cosell-connector\host.json" exit /b 1
powershell -NoProfile -Command ^
    "$built = (Get-Item '%STATE%\built').LastWriteTimeUtc;" ^
    "$paths = @('pom.xml', 'host.json', 'local.settings.sample.json', '.mvn', 'shared\src\test\java\dev\cosell\sync') + (Get-ChildItem -Directory '%ROOT%' | ForEach-Object { Join-Path $_.Name 'pom.xml'; Join-Path $_.Name 'src\main' });" ^
    "$newer = $paths | ForEach-Object { Join-Path '%ROOT%' $_ } | Where-Object { Test-Path $_ } | ForEach-Object { Get-Item $_; Get-ChildItem -Recurse $_ -ErrorAction SilentlyContinue } | Where-Object { $_.LastWriteTimeUtc -gt $built } | Select-Object -First 1;" ^
    "if ($newer) { exit 1 } else { exit 0 }"
exit /b %ERRORLEVEL%
