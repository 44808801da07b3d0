package main

import (
	"errors"
	"fmt"
	"io"
	"iter"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"paperboy/api"
	"paperboy/api/add"
	"paperboy/api/fault"
	"paperboy/api/library"
	"paperboy/api/local"
	"paperboy/data/fetch"
	"paperboy/data/figures"
	"paperboy/data/release"
)

func newAdd(c *Config) *cobra.Command {
	var undelete bool
	cmd := &cobra.Command{
		Use:   "add ID|URL|FILE|TITLE...",
		Short: "Add papers by id, address, file or title",
		Long: `Add papers by what you have: an arXiv, DOI, ACL, PubMed or OpenReview id or address, the
address of any paper's page or PDF, a PDF or another file, BibTeX, or a title. With - the
lines of standard input are read as well. Only what you name is fetched, and only if the
library does not have it. For a title, the matches at arXiv and Crossref are listed, but
not added. If a server has the data folder open, the server fetches.

The command ends with exit code 3 if something was not added.`,
		Example: "  paperboy add arXiv:1706.03762 10.18653/v1/N19-1423\n  paperboy add https://openreview.net/forum?id=YicbFdNTTy paper.pdf\n  paperboy add 'Attention Is All You Need'",
		Args:    arguments(cobra.MinimumNArgs(1)),
		RunE: func(cmd *cobra.Command, args []string) error {
			sources, err := fetch.ParseSources(c.AddSources)
			if err != nil {
				return usagef("add --add-source %w", err)
			}
			p, files, err := toAdd(args, cmd.InOrStdin())
			if err != nil {
				return err
			}
			p.Undelete = undelete
			client := fetch.NewClient(fetch.ClientOptions{AllowPrivate: c.AllowPrivate, UserAgent: "Paperboy/" + release.Version, Notice: notices(cmd)})
			return c.askAny(cmd, func(papers local.Papers) error {
				papers.TurnFetchingOn(client, sources)
				return c.add(cmd, papers, p, files)
			})
		},
	}
	cmd.Flags().BoolVar(&undelete, "undelete", false, "restore deleted papers")
	c.fetchFlags(cmd.Flags())
	c.sourceFlags(cmd.Flags())
	return cmd
}

// toAdd sorts arguments by what they are. The words of a title may be arguments of their own.
func toAdd(args []string, stdin io.Reader) (p add.Params, files []string, err error) {
	for _, arg := range args {
		if arg == "-" {
			text, err := io.ReadAll(io.LimitReader(stdin, add.MaxText+1))
			if err != nil {
				return p, nil, fmt.Errorf("read standard input: %w", err)
			}
			p.Text += "\n" + string(text)
			continue
		}
		if info, err := os.Stat(arg); err == nil && info.Mode().IsRegular() {
			files = append(files, arg)
			continue
		}
		given := add.Recognize(arg)
		switch {
		case len(given) == 1 && given[0].Kind == add.KindID:
			p.IDs = append(p.IDs, arg)
		case len(given) == 1 && given[0].Kind == add.KindAddress:
			p.URLs = append(p.URLs, arg)
		case len(given) == 1 && given[0].Kind == add.KindRecords:
			p.Text += "\n" + arg
		default:
			p.Titles = append(p.Titles, arg)
		}
	}
	if len(p.Titles) == len(args) && !strings.ContainsAny(strings.Join(args, ""), " \n") {
		p.Titles = []string{strings.Join(args, " ")}
	}
	return p, files, nil
}

// addAnswer is what paperboy add prints as JSON.
type addAnswer struct {
	add.Answer
	// Files is the answer for files, if there are any.
	Files *library.IngestAnswer `json:"files,omitempty"`
}

// add adds what was given, and the papers of files.
func (c *Config) add(cmd *cobra.Command, papers local.Papers, p add.Params, files []string) error {
	answer := addAnswer{Answer: add.Answer{Items: []add.Item{}}}
	var err error
	if len(p.IDs)+len(p.URLs)+len(p.Titles)+len(p.Text) > 0 {
		if answer.Answer, err = local.Call(cmd.Context(), papers, api.Add, p); err != nil {
			return err
		}
	}
	if len(files) > 0 {
		added, failed := papers.IngestFiles(cmd.Context(), opened(files), library.IngestParams{AddParams: library.AddParams{WaitVisible: true, Undelete: p.Undelete}, LookUp: true})
		answer.Files, err = &added, failed
		if problem, ok := errors.AsType[*fault.Error](failed); ok && problem.Code == fault.AllRejected {
			err = nil // the answer says why
		}
	}
	if printed := output(c, cmd, answer, printAdded); printed != nil || err != nil {
		return errors.Join(err, printed)
	}
	for _, item := range answer.Items {
		if item.Outcome == add.Refused || item.Outcome == add.Choose {
			return errRejected
		}
	}
	if answer.Files != nil && answer.Files.RejectedCount > 0 {
		return errRejected
	}
	return nil
}

// opened yields the files at paths, each open while it is used.
func opened(paths []string) iter.Seq2[library.File, error] {
	return func(yield func(library.File, error) bool) {
		for _, path := range paths {
			f, err := os.Open(path)
			if err != nil {
				yield(library.File{}, err)
				return
			}
			more := yield(library.NewFile(filepath.Base(path), f), nil)
			if f.Close(); !more {
				return
			}
		}
	}
}

func printAdded(w io.Writer, answer addAnswer) (err error) {
	for _, item := range answer.Items {
		for _, paper := range item.Papers {
			_, err = fmt.Fprintf(w, "%-9s  %s  %s\n", outcomeWords[item.Outcome], paper.ID, paper.Title)
		}
		if len(item.Matches) > 0 {
			_, err = fmt.Fprintf(w, "%s: %s with a similar title; to add one, use its id:\n", item.Given, figures.Count(len(item.Matches), "paper"))
		}
		for _, m := range item.Matches {
			_, err = fmt.Fprintf(w, "  paperboy add %s  # %s\n", m.ID, matchLine(m))
		}
		if item.Reason != "" {
			_, err = fmt.Fprintf(w, "%s: %s\n", item.Given, strings.TrimSpace(item.Reason+" "+item.Next))
		}
	}
	if answer.Files == nil {
		return err
	}
	for _, f := range answer.Files.Files {
		_, err = fmt.Fprintf(w, "%s: %s new, %s updated, %s unchanged, %s rejected\n", f.Name, figures.Thousands(f.Added), figures.Thousands(f.Updated), figures.Thousands(f.Unchanged+f.Suppressed), figures.Thousands(f.Rejected))
	}
	for _, id := range answer.Files.IDs {
		_, err = fmt.Fprintf(w, "  %s\n", id)
	}
	for _, notice := range answer.Files.Notices {
		_, err = fmt.Fprintf(w, "  %s\n", notice)
	}
	for _, r := range answer.Files.Rejected {
		_, err = fmt.Fprintf(w, "  %s, %s: %s\n", r.File, r.Entry, r.Reason)
	}
	return err
}

var outcomeWords = map[add.Outcome]string{add.Added: "added", add.Updated: "updated", add.Unchanged: "unchanged", add.Present: "is here"}

// matchLine describes a match: its title, first author, year and service.
func matchLine(m add.Match) string {
	s := m.Title
	if len(m.Authors) > 0 {
		s += ", " + m.Authors[0]
		if len(m.Authors) > 1 {
			s += " et al."
		}
	}
	if !m.Date.IsZero() {
		s += fmt.Sprintf(", %d", m.Date.Year)
	}
	s += " (" + m.From
	if m.Present {
		s += ", is here"
	}
	return s + ")"
}
