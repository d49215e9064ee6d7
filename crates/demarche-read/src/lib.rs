//! Bytes to Document: PDF, HTML, DOCX and text in reading order.
