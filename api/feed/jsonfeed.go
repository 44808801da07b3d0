package feed

import (
	"bytes"
	"encoding/json"
	"fmt"
)

// The wire types of JSON Feed 1.1 (https://www.jsonfeed.org/version/1.1/).
type (
	jsonFeed struct {
		Version string     `json:"version"`
		Title   string     `json:"title"`
		Page    string     `json:"home_page_url"`
		Self    string     `json:"feed_url"`
		Items   []jsonItem `json:"items"`
	}
	jsonItem struct {
		ID          string           `json:"id"`
		URL         string           `json:"url"`
		External    string           `json:"external_url,omitempty"`
		Title       string           `json:"title"`
		HTML        string           `json:"content_html"`
		Text        string           `json:"content_text,omitempty"`
		Published   string           `json:"date_published"`
		Modified    string           `json:"date_modified"`
		Authors     []jsonAuthor     `json:"authors,omitempty"`
		Tags        []string         `json:"tags,omitempty"`
		Attachments []jsonAttachment `json:"attachments,omitempty"`
	}
	jsonAuthor struct {
		Name string `json:"name"`
	}
	jsonAttachment struct {
		URL   string `json:"url"`
		Type  string `json:"mime_type"`
		Title string `json:"title"`
	}
)

const jsonVersion = "https://jsonfeed.org/version/1.1"

func (f Feed) json(base, self string) ([]byte, error) {
	feed := jsonFeed{Version: jsonVersion, Title: line(f.Title), Page: base + f.Page, Self: base + self, Items: make([]jsonItem, len(f.Entries))}
	for i, e := range f.Entries {
		feed.Items[i] = e.json(base)
	}
	var b bytes.Buffer
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(feed); err != nil {
		return nil, fmt.Errorf("write feed: %w", err)
	}
	return b.Bytes(), nil
}

func (e Entry) json(base string) jsonItem {
	page := paperURL(base, e.Paper.ID)
	item := jsonItem{
		ID: page, URL: page, External: line(landing(e.Paper)), Title: titleOf(e.Paper), HTML: e.content(), Text: paragraphs(e.Paper.Abstract),
		Published: stamp(e.At), Modified: stamp(e.At), Tags: lines(e.Paper.Categories),
	}
	for _, name := range authors(e.Paper) {
		item.Authors = append(item.Authors, jsonAuthor{name})
	}
	if to := e.Paper.PDF(); to != "" {
		item.Attachments = []jsonAttachment{{line(to), pdfType, "PDF"}}
	}
	return item
}
