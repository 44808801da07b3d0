package main

import (
	"io"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"paperboy/api"
	"paperboy/api/library"
	"paperboy/index"
)

func newStats(c *Config) *cobra.Command {
	return &cobra.Command{
		Use:   "stats",
		Short: "Say what is in the data folder",
		Args:  arguments(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error {
			return c.ask(cmd, func(papers papers) error {
				answer, err := call(cmd.Context(), papers, api.Stats, api.None{})
				if err != nil {
					return err
				}
				if c.JSON {
					return printJSON(cmd.OutOrStdout(), answer)
				}
				return printStats(cmd.OutOrStdout(), answer)
			})
		},
	}
}

func printStats(w io.Writer, s library.StatsAnswer) error {
	rows := [][2]string{
		{"papers", thousands(s.Papers)},
		{"deleted", thousands(s.Store.Deleted)},
		{"records", thousands(s.Store.Records)},
	}
	for _, name := range slices.SortedFunc(maps.Keys(s.Store.Sources), func(a, b string) int {
		if d := s.Store.Sources[b] - s.Store.Sources[a]; d != 0 {
			return d
		}
		return strings.Compare(a, b)
	}) {
		rows = append(rows, [2]string{"  " + name, thousands(s.Store.Sources[name])})
	}
	rows = append(rows, [2]string{"reading lists", thousands(s.Store.Lists)})
	last := "never"
	if !s.Store.LastIngest.IsZero() {
		last = s.Store.LastIngest.Local().Format("2006-01-02 15:04")
	}
	rows = append(rows,
		[2]string{"last ingest", last},
		[2]string{"store", bytesText(s.Store.Bytes)},
		[2]string{"index", strings.Join(indexTexts(s.Index), ", ")},
		[2]string{"terms", thousands(s.Index.Terms)},
		[2]string{"sequence", strconv.FormatUint(uint64(s.Store.Sequence), 10)},
		[2]string{"version", s.Version},
	)
	return printTable(w, rows)
}

// indexTexts says what the index takes on disk, what it consists of, and what it takes in
// memory.
func indexTexts(s index.Stats) []string {
	texts := []string{bytesText(s.DiskBytes)}
	for _, name := range slices.Sorted(maps.Keys(s.Engine)) {
		texts = append(texts, count(int(s.Engine[name]), strings.TrimSuffix(name, "s")))
	}
	return append(texts, bytesText(s.MemoryBytes)+" in memory")
}
