package letter_test

import (
	"bytes"
	"encoding/base64"
	"flag"
	"io"
	"mime"
	"mime/multipart"
	"net/mail"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"paperboy/api/alerts"
	"paperboy/api/alerts/letter"
	"paperboy/data"
	"paperboy/data/store"
)

var update = flag.Bool("update", false, "write the golden files")

// TestGolden compares whole emails with those in testdata: the header, the text and the HTML.
func TestGolden(t *testing.T) {
	single := digest()
	single.Sections = single.Sections[1:2]
	single.Sections[0].Papers = single.Sections[0].Papers[:1]
	single.Sections[0].More = 0
	trial := digest()
	trial.Links = alerts.Links{}
	for i := range trial.Sections {
		trial.Sections[i].Manage, trial.Sections[i].Unsubscribe = "", ""
	}
	for name, compose := range map[string]func(*letter.Composer) (alerts.Message, error){
		"digest":       func(c *letter.Composer) (alerts.Message, error) { return c.Compose(digest()) },
		"single":       func(c *letter.Composer) (alerts.Message, error) { return c.Compose(single) },
		"test":         func(c *letter.Composer) (alerts.Message, error) { return c.Compose(trial) },
		"confirmation": func(c *letter.Composer) (alerts.Message, error) { return c.ComposeConfirmation(confirmation()) },
	} {
		t.Run(name, func(t *testing.T) {
			composer := letter.New()
			m, err := compose(composer)
			if err != nil {
				t.Fatal(err)
			}
			if again, err := compose(letter.New()); err != nil || !bytes.Equal(m.Raw, again.Raw) {
				t.Errorf("the second time the email differs, error %v", err)
			}
			head, _, _ := strings.Cut(string(m.Raw), "\r\n\r\n")
			_, plain, html := parse(t, m)
			for ending, got := range map[string]string{"header.txt": strings.ReplaceAll(head, "\r\n", "\n") + "\n", "txt": plain, "html": html} {
				path := filepath.Join("testdata", name+"."+ending)
				if *update {
					if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
						t.Fatal(err)
					}
				}
				want, err := os.ReadFile(path)
				if err != nil {
					t.Fatal(err)
				}
				if diff := cmp.Diff(string(want), got); diff != "" {
					t.Errorf("%s: -want +got\n%s", path, diff)
				}
			}
		})
	}
}

// digest returns a digest with all kinds of sections, and papers that lack something.
func digest() alerts.Digest {
	berlin := time.FixedZone("CET", 3600)
	n := func(i int) *int { return &i }
	papers := []data.Paper{
		{
			ID: "arxiv:2511.09876", Title: `On-Policy Distillation of $\mathcal{O}(n \log n)$ Attention: Why Students Outgrow Their Teachers`, Date: date("2025-11-12"),
			Authors:  []string{"Ada Lovelace", "Grace Hopper", "Kurt Gödel", "Emmy Noether", "Sofja Kowalewskaja"},
			Abstract: `We study on-policy distillation, in which a student language model is trained on its own samples with dense feedback from a teacher. With $n$ samples, the student's regret falls as $1/\sqrt{n}$, and the na\"ive bound of earlier work is improved. Experiments on mathematics and code show that students of 8B parameters reach 94\% of the teacher's accuracy at a tenth of the cost. We release all code.`,
		},
		{
			ID: "acl:2025.acl-long.12", Title: "A <b>Bold</b> & \"Quoted\" Benchmark for Low-Resource Translation", Date: data.Date{Year: 2025, Month: 7}, Authors: []string{"Ngũgĩ Wanjikũ"},
			Abstract: "We present a benchmark of 46 languages.",
		},
		{ID: "doi:10.1000/x.1", Title: "扩散模型的统一视角", Date: data.Date{Year: 2024}, AuthorCount: n(7)},
	}
	item := func(p data.Paper, reason string) alerts.Item {
		return alerts.Item{Paper: p, URL: "https://papers.example.org/papers/" + string(p.ID), SourceURL: p.ID.URL(), Reason: reason}
	}
	return alerts.Digest{
		Envelope: envelope(berlin),
		BaseURL:  "https://papers.example.org",
		Links:    alerts.Links{Manage: "https://papers.example.org/subscriptions/" + key, Unsubscribe: "https://papers.example.org/u/" + key},
		Sections: []alerts.Section{
			{
				Kind: store.SubscribedTrending, Papers: []alerts.Item{item(papers[0], "Featured on 13 November, 45 upvotes"), item(papers[2], "Featured on 12 November, 31 upvotes")},
				More: 8, URL: "https://papers.example.org/trending", Manage: "https://papers.example.org/subscriptions/a" + key[1:], Unsubscribe: "https://papers.example.org/u/a" + key[1:],
			},
			{
				Kind: store.SubscribedSearch, Title: "low-resource translation", Weekly: true, Papers: []alerts.Item{item(papers[1], "Found by your search"), item(papers[2], "")},
				More: 1, URL: "https://papers.example.org/search?q=low-resource+translation&sort=newest", Manage: "https://papers.example.org/subscriptions/b" + key[1:], Unsubscribe: "https://papers.example.org/u/b" + key[1:],
			},
			{
				Kind: store.SubscribedList, Title: "Thesis, chapter 2", Papers: []alerts.Item{item(papers[0], "Like “Attention Is All You Need” in your list: distillation, student")},
				Manage: "https://papers.example.org/subscriptions/c" + key[1:], Unsubscribe: "https://papers.example.org/u/c" + key[1:],
			},
		},
	}
}

func confirmation() alerts.Confirmation {
	e := envelope(time.FixedZone("CET", 3600))
	return alerts.Confirmation{
		Envelope: e, Kind: store.SubscribedSearch, Title: "low-resource translation", Weekly: true, Weekday: time.Monday, Hour: 7, Zone: "Europe/Berlin",
		URL: "https://papers.example.org/subscriptions/" + key + "/confirm", Expires: e.Date.AddDate(0, 0, 7), BaseURL: "https://papers.example.org",
	}
}

const key = "7f3kq2mzv6x1t0a9c8b5d4w2ab"

func envelope(zone *time.Location) alerts.Envelope {
	return alerts.Envelope{
		From: "Daily papers <papers@example.org>", To: "ada@example.org", EnvelopeFrom: "bounce+" + key + "@example.org",
		MessageID: "12.7f3kq2@example.org", Date: time.Date(2026, 11, 13, 7, 0, 0, 0, zone),
	}
}

func date(s string) data.Date {
	d, err := data.ParseDate(s)
	if err != nil {
		panic(err)
	}
	return d
}

// parse returns the header, the text and the HTML of a message. It fails the test if the message is
// not one that a mail program reads.
func parse(t *testing.T, m alerts.Message) (header mail.Header, plain, html string) {
	t.Helper()
	for l := range strings.Lines(string(m.Raw)) {
		if len(l) > 1000 || !strings.HasSuffix(l, "\r\n") || strings.Count(l, "\r") > 1 {
			t.Errorf("a line is too long, or does not end in CRLF: %.100q", l)
		}
	}
	message, err := mail.ReadMessage(bytes.NewReader(m.Raw))
	if err != nil {
		t.Fatal(err)
	}
	kind, params, err := mime.ParseMediaType(message.Header.Get("Content-Type"))
	if err != nil || kind != "multipart/alternative" {
		t.Fatalf("type %s, error %v", kind, err)
	}
	parts := multipart.NewReader(message.Body, params["boundary"])
	var contents []string
	for _, want := range []string{"text/plain; charset=utf-8", "text/html; charset=utf-8"} {
		part, err := parts.NextPart()
		if err != nil {
			t.Fatal(err)
		}
		if got := part.Header.Get("Content-Type"); got != want {
			t.Errorf("part of type %s, want %s", got, want)
		}
		body := io.Reader(part) // multipart decodes quoted-printable itself
		if part.Header.Get("Content-Transfer-Encoding") == "base64" {
			body = base64.NewDecoder(base64.StdEncoding, body)
		}
		content, err := io.ReadAll(body)
		if err != nil {
			t.Fatal(err)
		}
		contents = append(contents, strings.ReplaceAll(string(content), "\r\n", "\n"))
	}
	if _, err := parts.NextPart(); err != io.EOF {
		t.Errorf("a third part, or error %v", err)
	}
	return message.Header, contents[0], contents[1]
}
