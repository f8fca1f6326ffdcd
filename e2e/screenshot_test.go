package e2e

import (
	"flag"
	"os"
	"testing"
)

var update = flag.Bool("update", false, "take the screenshot of the README again")

// TestReadmeScreenshot shows that the page of the README's screenshot can be
// taken, and takes it with -update.
func TestReadmeScreenshot(t *testing.T) {
	file := t.TempDir() + "/screenshot.png"
	if *update {
		file = "testdata/screenshot.png"
	}
	p := open(t, "/en/", options{width: 1440, height: 1000})
	p.waitFor(".league-table")
	p.eval(`document.fonts.ready.then(() => true)`, nil)
	p.screenshot(file)
	if info, err := os.Stat(file); err != nil || info.Size() < 20_000 {
		t.Errorf("screenshot: %v, %v", info, err)
	}
}
