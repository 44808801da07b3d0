package add

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"iter"
	"slices"
	"strings"
	"time"

	"paperboy/api/fault"
	"paperboy/api/library"
	"paperboy/data"
	"paperboy/data/audit"
	"paperboy/data/format"
	"paperboy/data/text"
	"paperboy/index/ingest"
)

// run is one call of Service.Add.
type run struct {
	*Service
	params Params
	answer *Answer
}

// all makes an item for each thing that was given. An error is one of the library.
func (r *run) all(ctx context.Context, given []Given) error {
	fetching, cancel := context.WithTimeout(ctx, MaxTime)
	defer cancel()
	items := make([]Item, len(given))
	for i, g := range given {
		items[i] = Item{Given: text.ClipTo(text.OneLine(strings.ToValidUTF8(g.Text, "\uFFFD")), maxShown), Kind: g.Kind, Papers: []Paper{}}
	}
	r.answer.Items = items
	missing, err := r.present(ctx, given)
	if err != nil {
		return err
	}
	if err := r.lookUp(ctx, fetching, given, missing); err != nil {
		return err
	}
	for i, g := range given {
		var err error
		switch {
		case items[i].Outcome != "":
		case g.Kind == KindRecords:
			err = r.references(ctx, g.Text, &items[i])
		case g.Kind == KindAddress:
			err = r.address(ctx, fetching, g.Address, &items[i])
		case g.Kind == KindTitle:
			err = r.title(ctx, fetching, g.Text, &items[i])
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// present finds the papers that the library has by the ids that were given, and returns the
// positions of the other ids, without those that are given twice.
func (r *run) present(ctx context.Context, given []Given) (missing []int, err error) {
	seen := map[data.ID]int{}
	for i, g := range given {
		if g.Kind != KindID {
			continue
		}
		item := &r.answer.Items[i]
		if first, again := seen[g.ID]; again && g.ID != "" {
			item.refuse("repeated", fmt.Sprintf("This is the same paper as “%s”.", r.answer.Items[first].Given), "")
			continue
		}
		seen[g.ID] = i
		switch paper, err := r.known(ctx, g.ID); {
		case err != nil:
			return nil, err
		case paper.ID != "":
			item.Outcome, item.Papers = Present, []Paper{paper}
		case g.ID == "":
			item.refuse("invalid_id", "This is not an id of a paper.", "Give an id such as arXiv:1706.03762, a DOI, or an address.")
		case !r.Sources.Knows(g.ID):
			item.refuse("no_source", "No service can be asked for papers by this kind of id.", "Give an arXiv, DOI, ACL, PubMed or OpenReview id, or the paper's address.")
		default:
			missing = append(missing, i)
		}
	}
	return missing, nil
}

// known returns the paper that has an id. Its ID is empty if there is none.
func (s *Service) known(ctx context.Context, id data.ID) (Paper, error) {
	if id == "" {
		return Paper{}, nil
	}
	p, err := s.Library.Paper(ctx, id)
	if problem, ok := errors.AsType[*fault.Error](err); ok && problem.Code == fault.NotFound {
		return Paper{}, nil
	}
	return Paper{p.ID, p.Title}, err
}

// Has reports whether the library has the paper that was given: false for what has no id.
func (s *Service) Has(ctx context.Context, g Given) (bool, error) {
	paper, err := s.known(ctx, g.ID)
	return paper.ID != "", err
}

func (item *Item) refuse(code, reason, next string) {
	item.Outcome, item.Code, item.Reason, item.Next = Refused, code, reason, next
}

// take adds the record of an item, or the records of a page.
func (r *run) take(ctx context.Context, records format.Records, item *Item) error {
	report, err := r.Library.Library.Ingester.Ingest(ctx, records, ingest.RunOptions{
		Undelete: r.params.Undelete, IDs: true, MaxIDs: library.MaxIngestNamed,
		Reject: func(rejection data.Rejection) error {
			if len(item.Rejected) < library.MaxIngestNamed {
				item.Rejected = append(item.Rejected, rejection)
			}
			return nil
		},
	})
	audit.Note(ctx, audit.PapersAdd, report.IDs...)
	audit.Count(ctx, max(0, report.Accepted-len(report.IDs)))
	return errors.Join(err, r.record(ctx, report, item))
}

// record sets the outcome of an item whose records were ingested.
func (r *run) record(ctx context.Context, report ingest.Report, item *Item) error {
	r.answer.Added += report.Added
	r.answer.Updated += report.Updated
	r.answer.Sequence = max(r.answer.Sequence, report.Sequence)
	for _, id := range report.IDs {
		paper, err := r.known(ctx, id)
		if err != nil {
			return err
		}
		if paper.ID != "" && !slices.Contains(item.Papers, paper) {
			item.Papers = append(item.Papers, paper)
		}
	}
	switch {
	case report.Added > 0:
		item.Outcome = Added
	case report.Updated > 0:
		item.Outcome = Updated
	case report.Accepted > 0:
		item.Outcome = Unchanged
	case report.Suppressed > 0:
		item.refuse("deleted", "This paper was deleted here earlier.", "To restore it: 'paperboy add --undelete', or undelete in POST /api/v1/add.")
	case len(item.Rejected) > 0:
		first := item.Rejected[0]
		item.refuse("rejected", sentence(first.Reason), "Add the paper in another way: by its DOI, its BibTeX or its PDF.")
	default:
		item.refuse("not_found", "There is no paper in this.", "")
	}
	return nil
}

// sentence returns a message with a capital and a full stop. The first word stays as it is if it is
// an address or a name such as arXiv.
func sentence(s string) string {
	s = strings.TrimSuffix(strings.TrimSpace(s), ".")
	first, _, _ := strings.Cut(s, " ")
	if first == strings.ToLower(first) && !strings.Contains(first, "://") {
		s = text.UpperFirst(s)
	}
	return s + "."
}

// Pasted is the name of a text in rejections and provenance.
const Pasted = "pasted text"

// references adds the records of a text.
func (r *run) references(ctx context.Context, s string, item *Item) error {
	answer, err := r.Library.IngestFiles(ctx, oneFile(library.NewFile(Pasted, strings.NewReader(s))), library.IngestParams{AddParams: library.AddParams{Undelete: r.params.Undelete}})
	if problem, ok := errors.AsType[*fault.Error](err); err != nil && !(ok && problem.Code == fault.AllRejected) {
		return err
	}
	item.Rejected = answer.Rejected
	return r.record(ctx, ingest.Report{Count: answer.Count(), Warnings: answer.Warnings, IDs: answer.IDs, Sequence: answer.Sequence}, item)
}

func oneFile(f library.File) iter.Seq2[library.File, error] {
	return func(yield func(library.File, error) bool) { yield(f, nil) }
}

// read returns the records of a response, in the format that it is recognized as. The error is that
// of the response, not of a record.
func (s *Service) read(ctx context.Context, location string, body []byte) (records []data.Record, rejected []data.Rejection, err error) {
	options := format.Options{Formats: library.Formats(), MaxBytes: library.MaxIngestUnpacked}
	for record, err := range format.Read(ctx, location, s.now(), bytes.NewReader(body), options) {
		if rejection, ok := errors.AsType[*data.Rejection](err); ok {
			rejected = append(rejected, *rejection)
		} else if err != nil {
			return records, rejected, err
		} else {
			records = append(records, record)
		}
		if len(records)+len(rejected) == maxRecords {
			break
		}
	}
	return records, rejected, nil
}

// maxRecords is the maximum number of records of a response that is about single papers.
const maxRecords = 1000

func (s *Service) now() time.Time {
	if s.Now == nil {
		return time.Now()
	}
	return s.Now()
}

// only yields one record.
func only(record data.Record) format.Records {
	return func(yield func(data.Record, error) bool) { yield(record, nil) }
}
