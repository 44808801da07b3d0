package library

import (
	"context"
	"fmt"
	"io"

	"paperboy/api/fault"
	"paperboy/api/params"
	"paperboy/data"
	"paperboy/data/audit"
	"paperboy/index/ingest"
)

// AddParams are the parameters of POST /papers.
type AddParams struct {
	// WaitVisible delays the answer until searches see the papers.
	WaitVisible bool
	// Undelete restores deleted papers that are added again.
	Undelete bool
}

// visible is the only value of the parameter wait.
const visible = "visible"

// AddTable has the parameters of POST /papers.
var AddTable = params.Table[AddParams]{Rows: []params.Param[AddParams]{
	params.Flag("wait", "visible: answer once the papers can be searched.", visible, func(p *AddParams) *bool { return &p.WaitVisible }),
	params.Bool("undelete", "Restores deleted papers that are added again.", func(p *AddParams) *bool { return &p.Undelete }),
}}

// AddAnswer is the answer to POST /papers. All that it counts is durable.
type AddAnswer struct {
	// Accepted counts the records in the store. Of these, Updated changed a paper, Unchanged
	// added nothing, and the rest are new papers.
	Accepted  int `json:"accepted"`
	Updated   int `json:"updated"`
	Unchanged int `json:"unchanged"`
	// Suppressed counts records of deleted papers, which stay deleted.
	Suppressed int `json:"suppressed"`
	// Warnings counts the accepted records that were read with a warning, by its code, see
	// data.WarningText.
	Warnings data.WarningCounts `json:"warnings,omitempty"`
	// Warned names the first papers of these records, by the codes of their warnings.
	Warned data.Warned `json:"warned,omitempty"`
	// IDs are the papers of the accepted records, in the order of the input.
	IDs []data.ID `json:"ids"`
	// Rejected records have no File or Entry in the answer to POST /papers.
	Rejected []data.Rejection `json:"rejected"`
	Sequence data.Sequence    `json:"sequence"`
	// Visible is true if the caller asked to wait until searches see the papers, and they do.
	Visible bool `json:"visible"`
}

// Count returns the counts of a, with Merged 0.
func (a *AddAnswer) Count() data.Count {
	c := data.Count{
		Accepted: a.Accepted, Added: a.Accepted - a.Updated - a.Unchanged, Updated: a.Updated, Unchanged: a.Unchanged,
		Suppressed: a.Suppressed, Rejected: len(a.Rejected),
	}
	c.Read = c.Accepted + c.Suppressed + c.Rejected
	return c
}

func (a *AddAnswer) setCount(c data.Count) {
	a.Accepted, a.Updated, a.Unchanged, a.Suppressed = c.Accepted, c.Updated, c.Unchanged, c.Suppressed
}

// Add adds the answer for the next part of the same input to a.
func (a *AddAnswer) Add(next AddAnswer) {
	c := a.Count()
	c.Add(next.Count())
	a.setCount(c)
	a.Warnings, a.Warned = a.Warnings.Plus(next.Warnings), a.Warned.Plus(next.Warned)
	a.IDs = append(a.IDs, next.IDs...)
	a.Rejected = append(a.Rejected, next.Rejected...)
	a.Sequence = max(a.Sequence, next.Sequence)
	a.Visible = next.Visible
}

// A RejectedError is a fault together with the papers that were rejected.
type RejectedError struct {
	Fault    *fault.Error
	Rejected []data.Rejection
}

func (e *RejectedError) Error() string { return e.Fault.Message }

// Unwrap returns the fault.
func (e *RejectedError) Unwrap() error { return e.Fault }

// AddPapers adds papers from JSONL or a JSON array.
func (s *Service) AddPapers(ctx context.Context, body io.Reader, p AddParams) (AddAnswer, error) {
	if s.Library == nil {
		return AddAnswer{}, readOnly()
	}
	answer := AddAnswer{IDs: []data.ID{}, Rejected: []data.Rejection{}}
	report, err := s.Library.AddJSONL(ctx, body, ingest.RunOptions{Undelete: p.Undelete, IDs: true, Reject: func(r data.Rejection) error {
		answer.Rejected = append(answer.Rejected, r)
		return nil
	}})
	audit.Note(ctx, audit.PapersAdd, report.IDs...)
	answer.setCount(report.Count)
	answer.Warnings, answer.Warned = report.Warnings, report.Warned
	answer.IDs, answer.Sequence = append(answer.IDs, report.IDs...), report.Sequence
	if err != nil {
		return answer, fmt.Errorf("add papers: %w", err)
	}
	if p.WaitVisible {
		answer.Visible = s.WaitVisible(ctx, answer.Sequence)
	}
	return answer, nil
}

// Problem returns the error of an answer that accepts no paper; nil if it accepts some.
func (a *AddAnswer) Problem() error {
	switch {
	case a.Accepted > 0 || a.Suppressed > 0:
		return nil
	case len(a.Rejected) == 0:
		return fault.New(fault.AllRejected, "", "the body holds no papers")
	}
	first := a.Rejected[0]
	return &RejectedError{fault.New(fault.AllRejected, "", "all %d papers were rejected; the first, in line %d: %s", len(a.Rejected), first.Line, first.Reason), a.Rejected}
}

// ReplaceAnswer is the answer to PUT /papers/{id}.
type ReplaceAnswer struct {
	ID       data.ID       `json:"id"`
	Sequence data.Sequence `json:"sequence"`
}

// ReplacePaper replaces all records of the paper that has id with p, and returns once searches
// see it.
func (s *Service) ReplacePaper(ctx context.Context, id data.ID, p data.Paper) (ReplaceAnswer, error) {
	if s.Library == nil {
		return ReplaceAnswer{}, readOnly()
	}
	audit.Note(ctx, audit.PapersReplace, id)
	stored, sequence, err := s.Library.Replace(ctx, id, p)
	if err != nil {
		return ReplaceAnswer{}, fmt.Errorf("replace %s: %w", id, err)
	}
	s.WaitVisible(ctx, sequence)
	return ReplaceAnswer{ID: stored.ID, Sequence: sequence}, nil
}
