package client_test

import (
	"context"
	"fmt"
	"log"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"paperboy/api"
	"paperboy/api/client"
	"paperboy/api/search"
	"paperboy/data/format"
	"paperboy/data/format/formats"
	"paperboy/data/store/sqlite"
	"paperboy/index/embedded"
	"paperboy/index/ingest"
)

// Example takes a paper the whole way: from a file through the store and the index to a
// server, and back to a program that asks it.
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
	engine, err := embedded.Open(ctx, filepath.Join(folder, "index"), embedded.Options{Store: papers.Identity()})
	if err != nil {
		log.Fatal(err)
	}
	defer engine.Close()
	ingester := ingest.New(papers, engine, ingest.Options{})
	defer ingester.Close()

	file := strings.NewReader(`{"id": "arxiv:1706.03762", "title": "Attention Is All You Need", "date": "2017-06-12"}`)
	records := format.Read(ctx, "papers.jsonl", time.Now(), file, format.Options{Formats: formats.All()})
	report, err := ingester.Ingest(ctx, records, ingest.RunOptions{})
	if err != nil {
		log.Fatal(err)
	}
	if err := ingester.WaitVisible(ctx, report.Sequence); err != nil {
		log.Fatal(err)
	}

	router := echo.New()
	api.Install(router, api.New(api.Options{Store: papers, Index: engine}), api.HTTPOptions{})
	server := httptest.NewServer(router)
	defer server.Close()
	c, err := client.New(server.URL, "", nil)
	if err != nil {
		log.Fatal(err)
	}
	answer, err := client.Call(ctx, c, api.Search, search.Params{Q: "attention", Limit: 10})
	if err != nil {
		log.Fatal(err)
	}
	for _, hit := range answer.Hits {
		fmt.Println(hit.ID, hit.Paper.Title, hit.Paper.Date)
	}
	// Output: arxiv:1706.03762 Attention Is All You Need 2017-06-12
}
