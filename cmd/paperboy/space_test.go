package main

import (
	"errors"
	"testing"

	"paperboy/data/disk"
)

func TestMinFree(t *testing.T) {
	for text, want := range map[string]int64{"0": 0, "1000": 1000, "64KiB": 64 << 10, "500 MiB": 500 << 20, "1.5g": 3 << 29, "2TB": 2 << 40} {
		if got, err := (&Config{MinFree: text}).minFree("."); err != nil || got != want {
			t.Errorf("--min-free %s: %d, %v; want %d", text, got, err, want)
		}
	}
	for _, text := range []string{"-1", "x", "5 apples", "1e400", "NaN", "GiB", "99999999TiB"} {
		var usage usageError
		if got, err := (&Config{MinFree: text}).minFree("."); !errors.As(err, &usage) {
			t.Errorf("--min-free %s: %d, %v; want a mistake in usage", text, got, err)
		}
	}
	got, err := (&Config{MinFree: autoMinFree}).minFree(t.TempDir())
	if _, total := disk.Space(t.TempDir()); err != nil || got != min(minFreeBytes, total/minFreeShare) {
		t.Errorf("--min-free auto: %d, %v, of a disk of %d", got, err, total)
	}
}
