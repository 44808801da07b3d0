package main

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"paperboy/api"
	"paperboy/api/library"
	"paperboy/data/fetch"
	"paperboy/data/format"
	"paperboy/data/format/formats"
	"paperboy/data/release"
	"paperboy/data/text"
)

func newFetch(c *Config) *cobra.Command {
	return group(&cobra.Command{
		Use:   "fetch",
		Short: "Add papers from Daily Papers, arXiv, a repository or a URL",
		Long: `Add papers from the internet. Requests are spaced out (three seconds at arXiv), follow
robots.txt, and are repeated after temporary errors. Each fetch continues where the last
one of the same feed ended or was interrupted; 'paperboy fetch state' shows how far each
is. Addresses of this machine and of private networks are not requested, not even after
redirects, except with --allow-private.`,
	}, newFetchHF(c), newFetchArXiv(c), newFetchOAI(c), newFetchURL(c), newFetchState(c))
}

// fetchCommand completes a command that fetches the feeds that feeds makes of its arguments. The
// errors of feeds are usage errors.
func fetchCommand(c *Config, cmd *cobra.Command, feeds func(args []string) ([]fetch.Feed, error)) *cobra.Command {
	var rejects string
	var restart bool
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		list, err := feeds(args)
		if err != nil {
			return usagef("%s: %w", commandName(cmd), err)
		}
		place := c.place(cmd)
		into, done, err := place.OpenTarget(cmd.Context())
		if err != nil {
			return err
		}
		run := library.FetchRun{
			Run:     library.Run{Into: into, Read: format.Options{Formats: formats.All()}, Rejects: place.Rejects(rejects), Meter: meters(cmd.ErrOrStderr())},
			Feeds:   into,
			Client:  fetch.NewClient(fetch.ClientOptions{AllowPrivate: c.AllowPrivate, UserAgent: "Paperboy/" + release.Version, Notice: notices(cmd)}),
			Restart: restart,
		}
		summary, err := run.All(cmd.Context(), list)
		return c.conclude(cmd, summary, errors.Join(err, done()))
	}
	cmd.Flags().BoolVar(&restart, "restart", false, "start from the beginning instead of continuing")
	cmd.Flags().StringVar(&rejects, "rejects", "", "`file` for rejected records (default rejects/TIME.jsonl in the data folder)")
	c.fetchFlags(cmd.Flags())
	return cmd
}

func newFetchHF(c *Config) *cobra.Command {
	return fetchCommand(c, &cobra.Command{
		Use:   "hf [DAY | FROM..TO]",
		Short: "Hugging Face Daily Papers: since the last fetch, of a day or of a range of days",
		Long: `Add papers from Hugging Face Daily Papers. The first fetch of a day also reads the last 14
lists again, and once those that are 30 days old, because their votes change.`,
		Example: "  paperboy fetch hf\n  paperboy fetch hf 2025-11-13\n  paperboy fetch hf 2025-11-01..2025-11-13",
		Args:    arguments(cobra.MaximumNArgs(1)),
	}, func(args []string) ([]fetch.Feed, error) {
		feed, err := fetch.ParseDailyPapers(strings.Join(args, ""))
		return []fetch.Feed{feed}, err
	})
}

func newFetchArXiv(c *Config) *cobra.Command {
	var from, to string
	var limit int
	cmd := fetchCommand(c, &cobra.Command{
		Use:   "arxiv QUERY...",
		Short: "arXiv, by category or query of its API",
		Long: `Add papers of arXiv by category ("cs.CL") or by query in the language of its API
("cat:cs.CL AND ti:parsing"): those submitted since the last fetch, the first time those
of the last week. --from and --to select days instead, and do not affect later fetches.
Only 'fetch oai' finds papers that arXiv held back for more than a week.`,
		Example: "  paperboy fetch arxiv cs.CL cs.IR\n  paperboy fetch arxiv --from 2025-11-01 'au:bengio AND cat:cs.LG'",
		Args:    arguments(cobra.MinimumNArgs(1)),
	}, func(args []string) ([]fetch.Feed, error) {
		first, last, err := fetch.ParseDays(from, to)
		if err == nil && limit < 0 {
			err = errors.New("--max is below 0")
		}
		var feeds []fetch.Feed
		for _, query := range args {
			feeds = append(feeds, fetch.ArXiv{Query: text.OneLine(query), From: first, To: last, Max: limit})
		}
		return feeds, err
	})
	dayFlags(cmd, &from, &to, "submission")
	cmd.Flags().IntVar(&limit, "max", 0, "fetch at most `N` papers of a query, and continue after them the next time (0: all)")
	return cmd
}

// dayFlags adds the flags for the days to fetch.
func dayFlags(cmd *cobra.Command, from, to *string, of string) {
	cmd.Flags().StringVar(from, "from", "", "first `day` of "+of+" (default since the last fetch)")
	cmd.Flags().StringVar(to, "to", "", "last `day` of "+of+" (default today)")
}

func newFetchOAI(c *Config) *cobra.Command {
	var feed fetch.OAI
	var from, to string
	cmd := fetchCommand(c, &cobra.Command{
		Use:   "oai [URL]",
		Short: "A repository with OAI-PMH (default arXiv), by the days of its changes",
		Long: `Add papers of a repository with OAI-PMH: those changed since the last fetch, the first
time those of the last week. --from and --to select days instead, and do not affect later
fetches. Papers that the repository has withdrawn are deleted, unless another source has
them too.`,
		Example: "  paperboy fetch oai --set cs\n  paperboy fetch oai --from 2025-01-01 https://repository.example/oai",
		Args:    arguments(cobra.MaximumNArgs(1)),
	}, func(args []string) ([]fetch.Feed, error) {
		var err error
		if len(args) > 0 {
			feed.URL = args[0]
			if _, err := fetch.ParseAddress(feed.URL); err != nil {
				return nil, err
			}
		}
		feed.From, feed.To, err = fetch.ParseDays(from, to)
		return []fetch.Feed{feed}, err
	})
	cmd.Flags().StringVar(&feed.Set, "set", "", "`part` of the repository, such as cs or physics:hep-th")
	cmd.Flags().StringVar(&feed.Prefix, "prefix", "", "`format` of metadata (default arXiv there, oai_dc elsewhere)")
	dayFlags(cmd, &from, &to, "changes")
	return cmd
}

func newFetchURL(c *Config) *cobra.Command {
	return fetchCommand(c, &cobra.Command{
		Use:     "url URL...",
		Short:   "Any URL: a feed, a file of papers, or the landing page of a paper",
		Long:    "Add the papers at URLs, in any format that ingest reads. What has not changed since the\nlast fetch is not read again.",
		Example: "  paperboy fetch url https://arxiv.org/abs/1706.03762",
		Args:    arguments(cobra.MinimumNArgs(1)),
	}, func(args []string) ([]fetch.Feed, error) {
		var feeds []fetch.Feed
		for _, address := range args {
			if _, err := fetch.ParseAddress(address); err != nil {
				return nil, err
			}
			feeds = append(feeds, fetch.Page{URL: address})
		}
		return feeds, nil
	})
}

func newFetchState(c *Config) *cobra.Command {
	return &cobra.Command{
		Use:   "state",
		Short: "Show how far feeds were fetched",
		Args:  arguments(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error {
			return show(c, cmd, api.Feeds, api.None{}, printFeeds)
		},
	}
}

func printFeeds(w io.Writer, answer library.FeedsAnswer) (err error) {
	if len(answer.Feeds) == 0 {
		_, err = fmt.Fprintln(w, "nothing was fetched yet")
	}
	for _, f := range answer.Feeds {
		_, err = fmt.Fprintf(w, "%s  %s  %s\n", timeText(f.Fetched), f.Name, cmp.Or(f.Error, "done"))
	}
	return err
}
