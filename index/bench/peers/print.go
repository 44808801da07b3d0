package peers

import (
	"fmt"
	"io"
	"strings"
	"text/tabwriter"

	"paperboy/data/figures"
)

// Print writes r as tables.
func (r *Report) Print(w io.Writer) error {
	fmt.Fprintf(w, "%s papers, %s of titles and abstracts; %s queries a row, seed %d; %d cores, %s, load %.1f before, %.1f after\n",
		figures.Thousands(r.Papers), figures.Bytes(r.TextBytes), figures.Thousands(r.QueriesPerRow), r.Seed, r.Cores, r.Go, r.LoadBefore, r.LoadAfter)
	for _, missing := range r.Missing {
		fmt.Fprintln(w, missing)
	}
	for _, print := range []func(io.Writer) error{r.printRows, r.printFound, r.printCosts, r.printCallers} {
		if err := print(w); err != nil {
			return err
		}
	}
	return nil
}

// table writes lines of cells separated by tabs, after an empty line.
func table(w io.Writer, lines func(tab io.Writer)) error {
	fmt.Fprintln(w)
	tab := tabwriter.NewWriter(w, 0, 0, 2, ' ', tabwriter.AlignRight)
	lines(tab)
	return tab.Flush()
}

// printRows writes the medians and the 99th percentiles.
func (r *Report) printRows(w io.Writer) error {
	return table(w, func(tab io.Writer) {
		for _, e := range r.Engines {
			fmt.Fprintf(tab, "%s p50\tp99\t", short(e))
		}
		for _, e := range r.Engines[1:] {
			fmt.Fprintf(tab, "x %s\t", short(e))
		}
		fmt.Fprintln(tab, "x faster\tgoal\t\tp99/p50\t\t  CPU ms, one core")
		for _, row := range r.Rows {
			for _, result := range row.Results {
				fmt.Fprintf(tab, "%.3f\t%.3f\t", result.Milliseconds.P50, result.Milliseconds.P99)
			}
			for _, times := range row.Times {
				fmt.Fprintf(tab, "%s\t", figure(times))
			}
			fmt.Fprintf(tab, "%s\t%s\t%s\t%.1f\t%s\t  %s\n", figure(row.Faster), goal(row.Goal), row.Met, row.Tail, row.TailMet, row.Name)
		}
	})
}

// printFound writes the numbers of matches and the means with all threads, to compare.
func (r *Report) printFound(w io.Writer) error {
	return table(w, func(tab io.Writer) {
		for _, e := range r.Engines {
			fmt.Fprintf(tab, "%s found\tmean ms\t", short(e))
		}
		fmt.Fprintln(tab, "  mean matches, and CPU ms of all threads")
		for _, row := range r.Rows {
			for _, result := range row.Results {
				fmt.Fprintf(tab, "%s\t%.3f\t", figures.Thousands(int(result.Found+.5)), result.Process)
			}
			fmt.Fprintf(tab, "  %s\n", row.Name)
		}
	})
}

// printCosts writes the figures that are not of queries.
func (r *Report) printCosts(w io.Writer) error {
	return table(w, func(tab io.Writer) {
		for _, e := range r.Engines {
			fmt.Fprintf(tab, "%s\t", short(e))
		}
		fmt.Fprintln(tab, "goal\t\t  costs; the memory of Paperboy includes the words for completion")
		for _, c := range r.Costs {
			for i := range r.Engines {
				if i >= len(c.Values) || c.Values[i] == nil {
					fmt.Fprint(tab, "-\t")
				} else {
					fmt.Fprintf(tab, "%s\t", figure(*c.Values[i]))
				}
			}
			fmt.Fprintf(tab, "%s\t%s\t  %s\n", goal(c.Goal), c.Met, c.Name)
		}
	})
}

// printCallers writes the throughput with concurrent callers.
func (r *Report) printCallers(w io.Writer) error {
	if len(r.Callers) == 0 {
		return nil
	}
	return table(w, func(tab io.Writer) {
		for _, e := range r.Engines {
			fmt.Fprintf(tab, "%s /CPU s\t/s\t", short(e))
		}
		fmt.Fprintln(tab, "ahead\tscaling\tif cores are free\t\t  queries, two cores")
		for _, c := range r.Callers {
			for i := range r.Engines {
				fmt.Fprintf(tab, "%s\t%s\t", figures.Thousands(int(c.PerCPUSecond[i])), figures.Thousands(int(c.PerSecond[i])))
			}
			fmt.Fprintf(tab, "%s\t%.2f\t%.2f\t%s\t  %s\n", c.Met, c.Scaling, c.FreeScaling, c.ScalingMet, c.Name)
		}
	})
}

// short returns the name of an engine without its version.
func short(engine string) string {
	name, _, _ := strings.Cut(engine, " ")
	return name
}

// figure returns a number with about three digits.
func figure(v float64) string {
	switch {
	case v < 10:
		return fmt.Sprintf("%.2f", v)
	case v < 1000:
		return fmt.Sprintf("%.1f", v)
	}
	return figures.Thousands(int(v))
}

// goal returns a goal, empty if there is none.
func goal(v float64) string {
	if v == 0 {
		return ""
	}
	return figure(v)
}
