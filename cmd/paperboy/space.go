package main

import (
	"math"
	"strconv"
	"strings"

	"paperboy/data/disk"
)

// autoMinFree leaves minFreeBytes free or, on a small disk, one part of minFreeShare.
const (
	autoMinFree  = "auto"
	minFreeBytes = 200 << 20
	minFreeShare = 20
)

// minFree is --min-free in bytes, for the disk of a folder.
func (c *Config) minFree(dir string) (int64, error) {
	if c.MinFree == "" || c.MinFree == autoMinFree {
		if _, total := disk.Space(dir); total >= 0 {
			return min(minFreeBytes, total/minFreeShare), nil
		}
		return 0, nil
	}
	bytes, ok := parseBytes(c.MinFree)
	if !ok {
		return 0, usagef("--min-free %s: want %s, or a number of bytes, KiB, MiB or GiB", c.MinFree, autoMinFree)
	}
	return bytes, nil
}

// parseBytes reads a size: 1000, 64KiB, 500 MiB, 1.5GiB. K, M, G and KB, MB, GB are
// taken for the same.
func parseBytes(text string) (int64, bool) {
	number := strings.TrimRight(text, "KMGTiBkmgtb ")
	unit := strings.ToLower(strings.TrimSpace(text[len(number):]))
	shift, ok := map[string]int{"": 0, "b": 0, "k": 10, "kb": 10, "kib": 10, "m": 20, "mb": 20, "mib": 20, "g": 30, "gb": 30, "gib": 30, "t": 40, "tb": 40, "tib": 40}[unit]
	if !ok {
		return 0, false
	}
	value, err := strconv.ParseFloat(number, 64)
	value *= float64(int64(1) << shift)
	if err != nil || !(value >= 0 && value < math.MaxInt64) {
		return 0, false
	}
	return int64(value), true
}
