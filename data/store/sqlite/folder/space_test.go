package folder

import (
	"testing"

	"paperboy/data/disk"
)

func TestParseMinFree(t *testing.T) {
	for text, want := range map[string]int64{"0": 0, "1000": 1000, "500 MiB": 500 << 20} {
		if got, err := ParseMinFree(text, "."); err != nil || got != want {
			t.Errorf("ParseMinFree(%q) = %d, %v, want %d", text, got, err, want)
		}
	}
	if got, err := ParseMinFree("5 apples", "."); err == nil {
		t.Errorf("ParseMinFree(5 apples) = %d, want an error", got)
	}
	dir := t.TempDir()
	_, total := disk.Space(dir)
	for _, text := range []string{"", AutoMinFree} {
		if got, err := ParseMinFree(text, dir); err != nil || got != min(minFreeBytes, total/minFreeShare) {
			t.Errorf("ParseMinFree(%q) = %d, %v, of a disk of %d", text, got, err, total)
		}
	}
}
