"""What must hold in folders of formats that state 2D labels only, whoever wrote them: COCO and YOLO."""
