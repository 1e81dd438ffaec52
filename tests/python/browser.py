"""A page in a real browser, without a network."""

import base64
import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from selenium.webdriver import Chrome, ChromeOptions
from selenium.webdriver.chrome.service import Service

WINDOWS = {"wide": (1280, 900), "phone": (390, 844)}
REQUIRED = "BROWSER_REQUIRED"  # set where a test may not be skipped for want of a browser


def programs() -> tuple[str, str] | None:
    """Return where the browser and its driver are; None where one is missing."""
    names = ("chromium", "chromium-browser", "google-chrome")
    browser = next(filter(None, map(shutil.which, names)), None)
    driver = shutil.which("chromedriver")
    return (browser, driver) if browser and driver else None


@contextmanager
def started() -> Iterator[Chrome]:
    """Start a browser; skip the test where there is none, unless one is required."""
    if not (found := programs()):
        told = "there is no chromium with chromedriver"
        pytest.fail(told) if os.environ.get(REQUIRED) else pytest.skip(told)
    browser, driver = found
    options = ChromeOptions()
    options.binary_location = browser
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    for switch in ("headless=new", "disable-gpu", "hide-scrollbars", "disable-dev-shm-usage"):
        options.add_argument(f"--{switch}")
    options.add_argument("--host-resolver-rules=MAP * ~NOTFOUND")
    if os.geteuid() == 0:
        options.add_argument("--no-sandbox")  # root has none
    chrome = Chrome(options, Service(driver))
    try:
        yield chrome
    finally:
        chrome.quit()


def show(chrome: Chrome, page: Path, window: str, scheme: str = "light") -> None:
    """Load a page in a window of a size."""
    width, height = WINDOWS[window]
    size = {"width": width, "height": height, "deviceScaleFactor": 1}
    device = {**size, "mobile": window == "phone"}
    chrome.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", device)
    feature = {"name": "prefers-color-scheme", "value": scheme}
    chrome.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": [feature]})
    chrome.get(page.absolute().as_uri())


def requests(chrome: Chrome) -> list[str]:
    """Return every address that was asked for since the last call."""
    messages = [json.loads(entry["message"])["message"] for entry in chrome.get_log("performance")]
    return [
        message["params"]["request"]["url"]
        for message in messages
        if message["method"] == "Network.requestWillBeSent"
    ]


def picture(chrome: Chrome, quality: int = 88) -> bytes:
    """Return what the window shows, as WebP."""
    told = chrome.execute_cdp_cmd("Page.captureScreenshot", {"format": "webp", "quality": quality})
    return base64.b64decode(told["data"])
