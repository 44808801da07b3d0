package client

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"paperboy/api"
	"paperboy/api/library"
	"paperboy/data"
	"paperboy/data/format"
	"paperboy/index/ingest"
)

// ingestBatch is how many records one request of Ingest carries, as many as the server
// takes in one transaction.
const ingestBatch = 1000

// batch is what one request will carry.
type batch struct {
	body bytes.Buffer
	sent []data.Record // without their papers: what a rejection names
}

// sentPaper is a record as JSON: the paper with its provenance and aliases.
type sentPaper struct {
	data.Paper
	Aliases []data.ID `json:"aliases,omitempty"`
}

func (b *batch) add(r data.Record) error {
	r.Paper.Sources = append(r.Paper.Sources, r.Origin)
	if err := json.NewEncoder(&b.body).Encode(sentPaper{r.Paper, r.Aliases}); err != nil {
		return fmt.Errorf("encode %s: %w", r.Entry, err)
	}
	b.sent = append(b.sent, data.Record{Entry: r.Entry, Line: r.Line, File: r.File, Member: r.Member})
	return nil
}

// Ingest sends records to the server in batches. The records that the report counts as accepted are
// durable there. The client itself rejects records if it can, so that a rejection names the file and
// the entry. opts.Reject and opts.Progress are required, and opts.IDs is ignored.
func (c *Client) Ingest(ctx context.Context, records format.Records, opts ingest.RunOptions) (ingest.Report, error) {
	var report ingest.Report
	var b batch
	for record, err := range records {
		var refused *data.Rejection
		switch {
		case err == nil:
			err = b.add(record)
		case errors.As(err, &refused):
			report.Count.Add(data.Count{Read: 1, Rejected: 1})
			err = opts.Reject(*refused)
		default:
			err = errors.Join(err, c.sendRecords(ctx, &b, &report, opts))
		}
		if err == nil && len(b.sent) == ingestBatch {
			err = c.sendRecords(ctx, &b, &report, opts)
		}
		if err != nil {
			return report, err
		}
	}
	return report, c.sendRecords(ctx, &b, &report, opts)
}

// sendRecords posts the batch, adds its answer to report and empties it.
func (c *Client) sendRecords(ctx context.Context, b *batch, report *ingest.Report, opts ingest.RunOptions) error {
	if len(b.sent) == 0 {
		return nil
	}
	// Even with an error, the answer counts the records that were acknowledged before it.
	answer, sendErr := c.AddPapers(ctx, &b.body, library.AddParams{Undelete: opts.Undelete})
	report.Add(ingest.Report{Count: answer.Count(), Warnings: answer.Warnings, Sequence: answer.Sequence})
	for _, refused := range answer.Rejected {
		named := data.Record{Entry: fmt.Sprintf("line %d", refused.Line), Line: refused.Line}
		if 1 <= refused.Line && refused.Line <= len(b.sent) {
			named = b.sent[refused.Line-1]
		}
		named.Paper.ID = refused.ID
		if err := opts.Reject(*named.Reject(refused.Code, refused.Reason)); err != nil {
			return err
		}
	}
	*b = batch{}
	opts.Progress(*report)
	return sendErr
}

// WaitCurrent returns when the server's searches see all changes up to through.
func (c *Client) WaitCurrent(ctx context.Context, through data.Sequence) error {
	for {
		stats, err := Call(ctx, c, api.Stats, api.None{})
		if err != nil || stats.Index.Sequence >= through {
			return err
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(100 * time.Millisecond):
		}
	}
}
