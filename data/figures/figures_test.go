package figures_test

import (
	"testing"

	"paperboy/data/figures"
)

func TestCount(t *testing.T) {
	for n, want := range map[int]string{-1234: "-1,234 papers", 0: "0 papers", 1: "1 paper", 999: "999 papers", 1000: "1,000 papers", 64351: "64,351 papers", 1234567: "1,234,567 papers"} {
		if got := figures.Count(n, "paper"); got != want {
			t.Errorf("Count(%d) = %q, want %q", n, got, want)
		}
	}
}

func TestBytes(t *testing.T) {
	for n, want := range map[int64]string{0: "0 B", 999: "999 B", 1000: "1.0 kB", 1_550_000: "1.6 MB", 2_000_000_000: "2.0 GB", 5_000_000_000_000_000: "5000.0 TB"} {
		if got := figures.Bytes(n); got != want {
			t.Errorf("Bytes(%d) = %q, want %q", n, got, want)
		}
	}
}

func TestParseBytes(t *testing.T) {
	for text, want := range map[string]int64{"0": 0, "1000": 1000, "7b": 7, "64KiB": 64 << 10, "500 MiB": 500 << 20, "3mb": 3 << 20, "1.5g": 3 << 29, "2TB": 2 << 40} {
		if got, ok := figures.ParseBytes(text); !ok || got != want {
			t.Errorf("ParseBytes(%q) = %d, %v, want %d", text, got, ok, want)
		}
	}
	for _, text := range []string{"", "-1", "x", "5 apples", "1e400", "NaN", "GiB", "5 iB", "5 bb", "99999999TiB"} {
		if got, ok := figures.ParseBytes(text); ok {
			t.Errorf("ParseBytes(%q) = %d, want no size", text, got)
		}
	}
}
