"""What Chromium is told at its start."""

# The last list of features counts: ours has to hold Playwright's (its `chromiumSwitches`), too.
PLAYWRIGHTS = (
    "AvoidUnnecessaryBeforeUnloadCheckSync",
    "DestroyProfileOnBrowserClose",
    "HttpsUpgrades",
    "HttpsFirstBalancedModeAutoEnable",
    "LensOverlay",
    "MediaRouter",
    "PaintHolding",
    "ThirdPartyStoragePartitioning",
    "AvoidCorsURLLoaderRestartOnRedirect",
    "TcpPortRandomizationWin",
    "OptimizationHints",
    "NetworkTimeServiceQuerying",
    "AimEnabled",
    "PreconnectToSearch",
    "msForceBrowserSignIn",
)
# Two processes for each window: suggestions below an address bar that nobody sees.
SUGGESTIONS = ("WebUIOmniboxPopup", "WebUIOmniboxAimPopup", "WebUIOmniboxFullPopup")

SWITCHES = (
    "--no-sandbox",
    "--disable-dev-shm-usage",
    f"--disable-features={','.join(PLAYWRIGHTS + SUGGESTIONS)}",
)
