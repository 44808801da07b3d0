package sqlite_test

import (
	"context"
	"fmt"
	"log"
	"os"
	"path/filepath"

	"paperboy/data"
	"paperboy/data/store"
	"paperboy/data/store/sqlite"
)

// This example writes a paper in a transaction and reads it from the log.
func Example() {
	ctx := context.Background()
	folder, err := os.MkdirTemp("", "paperboy-example-")
	if err != nil {
		log.Fatal(err)
	}
	defer os.RemoveAll(folder)
	papers, err := sqlite.Open(ctx, filepath.Join(folder, "papers.db"))
	if err != nil {
		log.Fatal(err)
	}
	defer papers.Close()

	record := data.Record{Paper: data.Paper{ID: "arxiv:1706.03762", Title: "Attention Is All You Need"}}
	if err := data.Validate(&record); err != nil {
		log.Fatal(err)
	}
	err = papers.Update(ctx, func(tx store.Tx) error {
		number, err := tx.Create()
		if err != nil {
			return err
		}
		return tx.Put([]store.Write{{Number: number, Paper: data.Merge([]data.Record{record}), Records: []data.Record{record}, Aliases: []data.ID{record.Paper.ID}}})
	})
	if err != nil {
		log.Fatal(err)
	}

	paper, _, err := papers.Paper(ctx, "arxiv:1706.03762")
	fmt.Println(paper.Title, err)
	changes, err := papers.Changes(ctx, 0, 10)
	fmt.Println(len(changes), "change:", changes[0].Paper.ID, err)
	// Output:
	// Attention Is All You Need <nil>
	// 1 change: arxiv:1706.03762 <nil>
}
