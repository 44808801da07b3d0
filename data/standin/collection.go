package standin

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// WriteCollection writes the papers, queries and grades into a folder, in BEIR's layout:
// corpus.jsonl, queries.jsonl and qrels/test.tsv.
func (l *Library) WriteCollection(folder string) error {
	var corpus, queries strings.Builder
	for _, p := range l.Papers {
		if err := writeLine(&corpus, map[string]string{"_id": string(p.ID), "title": p.Title, "text": p.Abstract}); err != nil {
			return err
		}
	}
	qrels := []string{}
	for _, q := range l.Queries {
		if err := writeLine(&queries, map[string]string{"_id": q.ID, "text": q.Text}); err != nil {
			return err
		}
		for id, grade := range q.Grades {
			qrels = append(qrels, fmt.Sprintf("%s\t%s\t%d\n", q.ID, id, grade))
		}
	}
	slices.Sort(qrels)
	if err := os.MkdirAll(filepath.Join(folder, "qrels"), 0o755); err != nil {
		return fmt.Errorf("write collection: %w", err)
	}
	for name, text := range map[string]string{
		"corpus.jsonl": corpus.String(), "queries.jsonl": queries.String(),
		"qrels/test.tsv": "query-id\tcorpus-id\tscore\n" + strings.Join(qrels, ""),
	} {
		if err := os.WriteFile(filepath.Join(folder, name), []byte(text), 0o644); err != nil {
			return fmt.Errorf("write collection: %w", err)
		}
	}
	return nil
}

func writeLine(b *strings.Builder, value map[string]string) error {
	line, err := json.Marshal(value)
	if err != nil {
		return fmt.Errorf("write collection: %w", err)
	}
	b.Write(append(line, '\n'))
	return nil
}
