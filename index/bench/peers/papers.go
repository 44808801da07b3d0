package peers

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"paperboy/data"
	"paperboy/data/store"
	"paperboy/index/bench"
)

const (
	papersFile  = "papers.tsv"
	queriesFile = "queries.tsv"
	// sumFile says of which papers papersFile consists.
	sumFile = "papers.sum"
)

// separator stands between authors in papersFile. It is ASCII's unit separator.
const separator = '\x1f'

// exportBatch is the number of papers to read at a time.
const exportBatch = 1000

// An export describes papersFile.
type export struct {
	// key identifies the store and its last change.
	key string
	// papers is the number of papers, text the size of their titles and abstracts in bytes.
	papers int
	text   int64
}

// export writes the live papers of a store to papersFile, one a line: number, year, number of authors,
// authors separated by separator, title and abstract. It does nothing if the file has them already.
func (r *run) export(ctx context.Context, from store.Store) (export, error) {
	head, err := from.Head(ctx)
	if err != nil {
		return export{}, err
	}
	key := fmt.Sprintf("%s:%d", from.Identity(), head)
	var known export
	if sum, err := os.ReadFile(filepath.Join(r.Dir, sumFile)); err == nil {
		_, err := fmt.Sscan(string(sum), &known.key, &known.papers, &known.text)
		if err == nil && known.key == key {
			return known, nil
		}
	}
	r.Progress("exporting papers")
	x := export{key: key}
	if err := x.write(ctx, from, filepath.Join(r.Dir, papersFile)); err != nil {
		return export{}, err
	}
	if x.papers == 0 {
		return export{}, bench.ErrNoPapers
	}
	sum := fmt.Sprintln(x.key, x.papers, x.text)
	return x, os.WriteFile(filepath.Join(r.Dir, sumFile), []byte(sum), 0o600)
}

func (x *export) write(ctx context.Context, from store.Store, path string) (err error) {
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	out := bufio.NewWriterSize(f, 1<<20)
	for after := data.Sequence(0); ; {
		changes, err := from.Changes(ctx, after, exportBatch)
		if err != nil {
			return err
		}
		if len(changes) == 0 {
			return out.Flush()
		}
		after = changes[len(changes)-1].Sequence
		for _, c := range changes {
			if p := c.Paper; p != nil {
				x.papers++
				x.text += int64(len(p.Title) + len(p.Abstract))
				if _, err := out.WriteString(line(c.Number, p)); err != nil {
					return err
				}
			}
		}
	}
}

// line returns the line of a paper.
func line(number data.Number, p *data.Paper) string {
	authors := make([]string, len(p.Authors))
	for i, a := range p.Authors {
		authors[i] = column(a)
	}
	count := len(p.Authors)
	if p.AuthorCount != nil {
		count = *p.AuthorCount
	}
	return fmt.Sprintf("%d\t%d\t%d\t%s\t%s\t%s\n", number, p.Date.Year, count, strings.Join(authors, string(separator)), column(p.Title), column(p.Abstract))
}
