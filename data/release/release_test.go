package release

import (
	"os"
	"regexp"
	"testing"
)

// TestVersionIsTheNewest compares Version with the newest release of the changelog.
func TestVersionIsTheNewest(t *testing.T) {
	text, err := os.ReadFile("../../.github/CHANGELOG.md")
	if err != nil {
		t.Fatal(err)
	}
	newest := regexp.MustCompile(`(?m)^## \[?(\d+\.\d+\.\d+)`).FindSubmatch(text)
	if newest == nil || string(newest[1]) != Version {
		t.Errorf("the newest release is %q, Version is %s", newest, Version)
	}
}
