// Package help is Paperboy's manual. Each topic is a Markdown file in this directory, which can
// also be read in the repository. Load renders all of them as HTML for the site. The links of
// index.md, the front page, give the topics their order.
//
// Three things differ from plain Markdown on the site:
//
//   - A link to another topic ("search.md#fields") becomes the address of its page
//     ("/help/search#fields").
//   - In a table whose first column is called Query, the code in that column links to the search
//     itself.
//   - The title (the only heading of the first level) and the headings of the second level are
//     returned separately, for the heading of the page and its table of contents.
//
// Raw HTML is an error. The package knows no layout and no HTTP: package web puts each Page into
// its own layout.
package help

import (
	"bytes"
	"embed"
	"fmt"
	"html/template"
	"io/fs"
	"path"
	"strings"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
)

//go:embed *.md
var files embed.FS

// Index is the name of the front page, which is served at /help.
const Index = "index"

// A Page is one rendered topic.
type Page struct {
	// Name is the last part of the page's address, and the name of its file without ".md".
	Name  string
	Title string
	// Contents are the headings of the second level, in order.
	Contents []Heading
	// HTML is everything below the title. It contains no scripts, styles or raw HTML.
	HTML template.HTML
}

// URL is the address of the page on this server.
func (p Page) URL() string { return address(p.Name) }

// A Heading is an entry of a table of contents. ID is the anchor of its section.
type Heading struct{ ID, Text string }

// A Manual is all pages by name, and the names of the topics in the order of the front page's
// links.
type Manual struct {
	Pages  map[string]Page
	Topics []string
}

// Load renders the manual. It returns an error for a faulty file: one without a title, with raw
// HTML, or with a link to an unknown topic, and for a topic that the front page does not link to.
func Load() (Manual, error) { return load(files) }

func load(files fs.FS) (Manual, error) {
	names, err := fs.Glob(files, "*.md")
	if err != nil {
		return Manual{}, fmt.Errorf("load manual: %w", err)
	}
	m := Manual{Pages: map[string]Page{}}
	for _, file := range names {
		source, err := fs.ReadFile(files, file)
		if err != nil {
			return Manual{}, fmt.Errorf("load manual: %w", err)
		}
		page, links, err := render(strings.TrimSuffix(file, ".md"), source)
		if err != nil {
			return Manual{}, fmt.Errorf("load manual: %s: %w", file, err)
		}
		m.Pages[page.Name] = page
		if page.Name == Index {
			m.Topics = links
		}
	}
	return m, m.check()
}

// check reports topics that the front page links to but that have no file, and the reverse.
func (m Manual) check() error {
	listed := map[string]bool{Index: true}
	for _, name := range m.Topics {
		listed[name] = true
		if _, ok := m.Pages[name]; !ok {
			return fmt.Errorf("load manual: index.md links to %s.md, which does not exist", name)
		}
	}
	for name := range m.Pages {
		if !listed[name] {
			return fmt.Errorf("load manual: index.md does not link to %s.md", name)
		}
	}
	return nil
}

// markdown renders CommonMark with tables. Without the option Unsafe, it drops raw HTML and
// javascript: links.
var markdown = goldmark.New(goldmark.WithExtensions(extension.Table), goldmark.WithParserOptions(parser.WithAutoHeadingID()))

// render renders a page. topics are the other pages that it links to, without repetition.
func render(name string, source []byte) (p Page, topics []string, err error) {
	document := markdown.Parser().Parse(text.NewReader(source))
	p = Page{Name: name}
	seen := map[string]bool{}
	err = ast.Walk(document, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering {
			return ast.WalkContinue, nil
		}
		switch n := n.(type) {
		case *ast.HTMLBlock, *ast.RawHTML:
			return ast.WalkStop, fmt.Errorf("raw HTML is not allowed")
		case *ast.Heading:
			if n.Level == 2 {
				p.Contents = append(p.Contents, heading(n, source))
			}
		case *ast.Link:
			topic, err := relink(n)
			if err != nil {
				return ast.WalkStop, err
			}
			if topic != "" && !seen[topic] {
				seen[topic] = true
				topics = append(topics, topic)
			}
		}
		return ast.WalkContinue, nil
	})
	if err != nil {
		return Page{}, nil, err
	}
	title, ok := document.FirstChild().(*ast.Heading)
	if !ok || title.Level != 1 {
		return Page{}, nil, fmt.Errorf("want a title (# ...) at the top")
	}
	p.Title = heading(title, source).Text
	document.RemoveChild(document, title)
	linkQueries(document, source)
	var b bytes.Buffer
	if err := markdown.Renderer().Render(&b, source, document); err != nil {
		return Page{}, nil, err
	}
	p.HTML = template.HTML(b.String())
	return p, topics, nil
}

func heading(n *ast.Heading, source []byte) Heading {
	id, _ := n.AttributeString("id")
	anchor, _ := id.([]byte)
	return Heading{ID: string(anchor), Text: plainText(n, source)}
}

// relink turns a link to a topic's file into a link to its page, and returns the topic.
func relink(n *ast.Link) (topic string, err error) {
	to := string(n.Destination)
	if strings.HasPrefix(to, "#") || strings.HasPrefix(to, "https://") || strings.HasPrefix(to, "http://") {
		return "", nil
	}
	file, anchor, hasAnchor := strings.Cut(to, "#")
	topic, isTopic := strings.CutSuffix(file, ".md")
	if !isTopic || path.Base(file) != file {
		return "", fmt.Errorf("a link to %q: want a topic (file.md), an anchor or a URL", to)
	}
	to = address(topic)
	if hasAnchor {
		to += "#" + anchor
	}
	n.Destination = []byte(to)
	if topic == Index {
		return "", nil
	}
	return topic, nil
}

func address(name string) string {
	if name == Index {
		return "/help"
	}
	return "/help/" + name
}
