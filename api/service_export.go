package api

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"slices"

	"paperboy/data"
)

// Format is a format of export.
type Format string

// The formats of export.
const (
	JSONL  Format = "jsonl"
	BibTeX Format = "bibtex"
)

// Formats lists them.
var Formats = []Format{JSONL, BibTeX}

// Export writes all papers that a search finds, in its order; its paging is
// ignored. JSONL has the fields asked for, with sources by default, so that
// another Paperboy can take it in. An error may come after a part was written.
func (s *Service) Export(ctx context.Context, p SearchParams, f Format, w io.Writer) error {
	buffered := bufio.NewWriterSize(w, 64<<10)
	var write func(data.Paper) error
	switch f {
	case JSONL:
		if p.Fields == nil {
			p.Fields = PaperFieldNames
		}
		lines := json.NewEncoder(buffered)
		lines.SetEscapeHTML(false)
		write = func(paper data.Paper) error { return lines.Encode(PaperFields{Paper: paper, Fields: p.Fields}) }
	case BibTeX:
		p.Fields = nil
		write = newBibTeX(buffered).write
	default:
		problem := notAmong("format", string(f), Formats).of("format", string(f))
		return newProblem("unsupported_format", "format", "%s", problem.Detail)
	}
	err := s.eachPage(ctx, p, func(numbers []data.Number) error {
		papers, err := s.papers(ctx, numbers, p.Fields)
		if err != nil {
			return err
		}
		for _, n := range numbers {
			if paper, ok := papers[n]; ok {
				if err := write(paper.Paper); err != nil {
					return err
				}
			}
		}
		return buffered.Flush()
	})
	if err != nil {
		return fmt.Errorf("export: %w", err)
	}
	return nil
}

func wantsSources(fields []string) bool { return slices.Contains(fields, "sources") }
