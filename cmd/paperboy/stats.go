package main

import (
	"cmp"
	"io"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"paperboy/api"
	"paperboy/api/library"
	"paperboy/data/figures"
	"paperboy/index"
)

func newStats(c *Config) *cobra.Command {
	return &cobra.Command{
		Use:   "stats",
		Short: "Show what the library contains",
		Args:  arguments(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error {
			return show(c, cmd, api.Stats, api.None{}, printStats)
		},
	}
}

func printStats(w io.Writer, s library.StatsAnswer) error {
	rows := [][]string{
		{"papers", figures.Thousands(s.Papers)},
		{"deleted", figures.Thousands(s.Store.Deleted)},
		{"records", figures.Thousands(s.Store.Records)},
	}
	for _, name := range slices.SortedFunc(maps.Keys(s.Store.Sources), func(a, b string) int {
		return cmp.Or(s.Store.Sources[b]-s.Store.Sources[a], strings.Compare(a, b))
	}) {
		rows = append(rows, []string{"  " + name, figures.Thousands(s.Store.Sources[name])})
	}
	rows = append(rows, []string{"reading lists", figures.Thousands(s.Store.Lists)})
	last := "never"
	if !s.Store.LastIngest.IsZero() {
		last = timeText(s.Store.LastIngest)
	}
	rows = append(rows,
		[]string{"last ingest", last},
		[]string{"store", figures.Bytes(s.Store.Bytes)},
		[]string{"index", strings.Join(indexTexts(s.Index), ", ")},
		[]string{"terms", figures.Thousands(s.Index.Terms)},
		[]string{"sequence", strconv.FormatUint(uint64(s.Store.Sequence), 10)},
		[]string{"version", s.Version},
	)
	return printTable(w, rows...)
}

// indexTexts returns the size of the index on disk, its parts, and its size in memory.
func indexTexts(s index.Stats) []string {
	texts := []string{figures.Bytes(s.DiskBytes)}
	for _, name := range slices.Sorted(maps.Keys(s.Engine)) {
		texts = append(texts, figures.Count(int(s.Engine[name]), strings.TrimSuffix(name, "s")))
	}
	return append(texts, figures.Bytes(s.MemoryBytes)+" in memory")
}
