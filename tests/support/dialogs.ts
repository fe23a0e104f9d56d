/** Lets jsdom, which cannot, open and close dialogs. Imported for that alone. */
HTMLDialogElement.prototype.showModal = function () {
	this.open = true;
};
HTMLDialogElement.prototype.close = function () {
	this.open = false;
};

export {};
