package pdf

import (
	"bytes"
	"math"
	"strings"
)

const (
	// maxPageText is the maximum number of bytes of text that is taken from a page.
	maxPageText = 100_000
	// maxContent is the maximum number of bytes of a page's instructions, and maxDrawn that of
	// all pages with their forms. What follows is ignored.
	maxContent = 8 << 20
	maxDrawn   = 3 * maxContent
	// maxForms is the maximum number of parts that a page draws again and again, and maxFormDepth
	// how deeply these may contain each other.
	maxForms     = 100
	maxFormDepth = 4
	// maxOperands is the maximum number of operands of an instruction.
	maxOperands = 64
	// wordGap is the gap, in thousandths of the font's size, from which on two pieces of a line
	// are separate words. A space of TeX's fonts shrinks to about 220.
	wordGap = 180
)

// pageText is the text of a page, in the order in which it is drawn.
type pageText struct {
	text strings.Builder
	// title is the text in the largest letters of the page, and largest their height.
	title   strings.Builder
	largest float64
}

// A painter follows the instructions of a page (ISO 32000-1, 9.4) as far as they show text.
type painter struct {
	*file
	out   *pageText
	fonts map[any]*font
	forms int
	left  *int // how many bytes of instructions may still be followed

	font   *font
	size   float64
	matrix [6]float64 // of the text, at the start of the line
	x      float64    // where the next letter is drawn, from the start of the line
	lead   float64
	// endX and endY are where the last piece ended, on the page.
	endX, endY float64
}

// readText returns the texts of the pages.
func (f *file) readText(pages []page) []pageText {
	texts := make([]pageText, len(pages))
	fonts, left := map[any]*font{}, maxDrawn
	for i, page := range pages {
		p := &painter{file: f, out: &texts[i], fonts: fonts, left: &left}
		p.draw(f.content(page.dict["Contents"]), page.resources, 0)
	}
	return texts
}

// content returns the instructions of a page: those of one stream, or of several together.
func (f *file) content(o any) []byte {
	var all []byte
	parts, ok := f.get(o).(array)
	if !ok {
		parts = array{o}
	}
	for _, part := range parts {
		if s, ok := f.get(part).(stream); ok && len(all) < maxContent {
			if content, err := f.decode(s); err == nil {
				all = append(append(all, content[:min(len(content), maxContent-len(all))]...), '\n')
			}
		}
	}
	return all
}

// draw follows instructions with the given resources.
func (p *painter) draw(content []byte, resources dict, depth int) {
	content = content[:min(len(content), maxContent, *p.left)]
	*p.left -= len(content)
	values := maxContent // each takes at least a byte
	l := lexer{data: content, values: &values}
	var operands []any
	for {
		o := l.object(0)
		if o == nil || p.out.text.Len() > maxPageText {
			return
		}
		op, ok := o.(keyword)
		if !ok {
			if len(operands) < maxOperands {
				operands = append(operands, o)
			}
			continue
		}
		switch op {
		case "BI":
			l.at = afterImage(l.data, l.at)
		case "Do":
			p.drawForm(operands, resources, depth)
		default:
			p.do(string(op), operands, resources)
		}
		operands = operands[:0]
	}
}

// afterImage returns where the instructions continue after an image among them.
func afterImage(content []byte, at int) int {
	for _, mark := range []string{"\nEI", " EI", "\rEI"} {
		if i := bytes.Index(content[at:], []byte(mark)); i >= 0 {
			return at + i + len(mark)
		}
	}
	return len(content)
}

// drawForm draws a form, a part of a page with its own instructions.
func (p *painter) drawForm(operands []any, resources dict, depth int) {
	if len(operands) != 1 || depth == maxFormDepth || p.forms == maxForms {
		return
	}
	called, ok := operands[0].(name)
	if !ok {
		return
	}
	form, ok := p.get(p.dict(resources["XObject"])[called]).(stream)
	if !ok || form.dict["Subtype"] != name("Form") {
		return
	}
	p.forms++
	if own := p.dict(form.dict["Resources"]); own != nil {
		resources = own
	}
	if content, err := p.decode(form); err == nil {
		p.draw(content, resources, depth+1)
	}
}

// do follows one instruction.
func (p *painter) do(op string, operands []any, resources dict) {
	n := numbers(operands)
	switch op {
	case "BT":
		p.setMatrix([6]float64{1, 0, 0, 1, 0, 0})
	case "Tf":
		if len(operands) == 2 {
			p.setFont(operands[0], resources)
			p.size = n[1]
		}
	case "TL":
		if len(n) == 1 {
			p.lead = n[0]
		}
	case "Td", "TD":
		if len(n) == 2 {
			if op == "TD" {
				p.lead = -n[1]
			}
			p.move(n[0], n[1])
		}
	case "Tm":
		if len(n) == 6 {
			p.setMatrix([6]float64(n))
		}
	case "T*":
		p.move(0, -p.lead)
	case "Tj":
		p.showAll(operands)
	case "'", `"`:
		p.move(0, -p.lead)
		p.showAll(operands[max(0, len(operands)-1):])
	case "TJ":
		if len(operands) == 1 {
			pieces, _ := operands[0].(array)
			p.showAll(pieces)
		}
	}
}

// numbers returns the operands, with 0 for those that are no numbers.
func numbers(operands []any) []float64 {
	n := make([]float64, len(operands))
	for i, o := range operands {
		n[i], _ = o.(float64)
	}
	return n
}

func (p *painter) setMatrix(m [6]float64) { p.matrix, p.x = m, 0 }

// move starts a line at an offset from the start of this one.
func (p *painter) move(x, y float64) {
	m := p.matrix
	m[4], m[5] = x*m[0]+y*m[2]+m[4], x*m[1]+y*m[3]+m[5]
	p.setMatrix(m)
}

func (p *painter) setFont(called any, resources dict) {
	key, ok := called.(name)
	if !ok {
		return
	}
	var id any = p.dict(resources["Font"])[key]
	if _, shared := id.(ref); !shared {
		p.font = p.newFont(p.dict(id))
		return
	}
	if p.fonts[id] == nil {
		p.fonts[id] = p.newFont(p.dict(id))
	}
	p.font = p.fonts[id]
}

// showAll shows strings; the numbers between them move back by thousandths of the font's size.
func (p *painter) showAll(pieces []any) {
	for _, piece := range pieces {
		switch piece := piece.(type) {
		case string:
			p.show(piece)
		case float64:
			p.x -= piece / 1000 * p.size
		}
	}
}

// show writes a string, after a space or line break if there is a gap to the one before.
func (p *painter) show(s string) {
	if p.font == nil {
		return
	}
	text, width, _ := p.font.decode(s)
	scale := math.Hypot(p.matrix[0], p.matrix[1])
	height := scale * math.Abs(p.size)
	x, y := p.x*p.matrix[0]+p.matrix[4], p.x*p.matrix[1]+p.matrix[5]
	p.x += width / 1000 * p.size
	if text == "" {
		return
	}
	separator := ""
	switch gap := math.Hypot(x-p.endX, y-p.endY); {
	case math.Abs(y-p.endY) > height/2 && p.matrix[1] == 0 || gap > 100*height:
		separator = "\n"
	case gap > wordGap*height/1000:
		separator = " "
	}
	p.endX, p.endY = p.x*p.matrix[0]+p.matrix[4], p.x*p.matrix[1]+p.matrix[5]
	p.out.text.WriteString(separator + text)
	if p.matrix[1] == 0 { // not a stamp at the margin
		p.out.addTitle(separator, text, height)
	}
}

// addTitle appends text to the title if its letters are as large as the largest so far.
func (t *pageText) addTitle(separator, text string, height float64) {
	const equal = 0.98
	blank := strings.TrimSpace(text) == ""
	switch {
	case height < equal*t.largest, blank && t.title.Len() == 0, t.title.Len() > maxTitle:
		return
	case blank:
	case height > t.largest/equal:
		t.largest = height
		t.title.Reset()
	}
	t.title.WriteString(separator + text)
}

// maxTitle is the maximum number of bytes of a title that is taken from the page.
const maxTitle = 1000
