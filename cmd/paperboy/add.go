package main

import (
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/spf13/cobra"

	"paperboy/api"
	"paperboy/api/add"
	"paperboy/api/fault"
	"paperboy/api/library"
	"paperboy/api/local"
	"paperboy/data/fetch"
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

// toAdd reads the arguments: files, - for standard input, and what package add recognizes.
func toAdd(args []string, stdin io.Reader) (p add.Params, files []string, err error) {
	var given []string
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
		given = append(given, arg)
	}
	sorted := add.ParamsOf(given)
	sorted.Text = p.Text + sorted.Text
	return sorted, files, nil
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
		added, failed := papers.IngestFiles(cmd.Context(), library.FilesAt(files), library.IngestParams{AddParams: library.AddParams{WaitVisible: true, Undelete: p.Undelete}, LookUp: true})
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

func printAdded(w io.Writer, answer addAnswer) error {
	if err := answer.Print(w); err != nil || answer.Files == nil {
		return err
	}
	return answer.Files.Print(w)
}
