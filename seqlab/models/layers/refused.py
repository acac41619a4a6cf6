"""The layers of Keras that a config cannot name, each with the reason."""

from __future__ import annotations

REASONS: dict[str, str] = {
    "takes code, which no config may hold: write the model as a plug-in": (
        "Lambda JaxLayer FlaxLayer TorchModuleWrapper TFSMLayer"
    ),
    "takes several tensors, and each layer of this list is given one": (
        "Add AdditiveAttention Attention Average Concatenate Dot GroupQueryAttention Maximum "
        "Minimum MultiHeadAttention Multiply Subtract"
    ),
    "has other shapes in TensorFlow than Keras 3.15 says, or ends the process": (
        "AdaptiveAveragePooling1D AdaptiveAveragePooling2D AdaptiveAveragePooling3D "
        "AdaptiveMaxPooling1D AdaptiveMaxPooling2D AdaptiveMaxPooling3D"
    ),
    "can mix the samples of a batch: use Dense, Reshape and Permute": "EinsumDense",
    "adds to the loss what hangs on the batch, so that no evaluation could repeat it": (
        "ActivityRegularization"
    ),
    "is made by seqlab, from the data": "Input InputLayer InputSpec",
    "is made by seqlab: set `model.embedding: {dimension: ...}`": "Embedding ReversibleEmbedding",
    "is what layers are derived from, and none itself": "Layer Wrapper",
    "is a part of a recurrent layer: use GRU, LSTM or SimpleRNN": (
        "RNN GRUCell LSTMCell SimpleRNNCell StackedRNNCells"
    ),
    "turns raw data into numbers, which the dataset does: see its scale and its encoding": (
        "CategoryEncoding Discretization HashedCrossing Hashing IntegerLookup MelSpectrogram "
        "Normalization Pipeline STFTSpectrogram StringLookup TextVectorization"
    ),
    "is for pictures": (
        "AugMix AutoContrast CenterCrop ContrastLimitedAdaptiveHistogramEqualization CutMix "
        "Equalization MaxNumBoundingBoxes MixUp RandAugment RandomBrightness "
        "RandomColorDegeneration RandomColorJitter RandomContrast RandomCrop "
        "RandomElasticTransform RandomErasing RandomFlip RandomGaussianBlur RandomGrayscale "
        "RandomHue RandomInvert RandomPerspective RandomPosterization RandomRotation "
        "RandomSaturation RandomSharpness RandomShear RandomTranslation RandomZoom Resizing "
        "Solarization"
    ),
}
SECOND_NAMES: dict[str, str] = {
    "AvgPool1D": "AveragePooling1D",
    "AvgPool2D": "AveragePooling2D",
    "AvgPool3D": "AveragePooling3D",
    "Convolution1D": "Conv1D",
    "Convolution1DTranspose": "Conv1DTranspose",
    "Convolution2D": "Conv2D",
    "Convolution2DTranspose": "Conv2DTranspose",
    "Convolution3D": "Conv3D",
    "Convolution3DTranspose": "Conv3DTranspose",
    "GlobalAvgPool1D": "GlobalAveragePooling1D",
    "GlobalAvgPool2D": "GlobalAveragePooling2D",
    "GlobalAvgPool3D": "GlobalAveragePooling3D",
    "GlobalMaxPool1D": "GlobalMaxPooling1D",
    "GlobalMaxPool2D": "GlobalMaxPooling2D",
    "GlobalMaxPool3D": "GlobalMaxPooling3D",
    "MaxPool1D": "MaxPooling1D",
    "MaxPool2D": "MaxPooling2D",
    "MaxPool3D": "MaxPooling3D",
    "SeparableConvolution1D": "SeparableConv1D",
    "SeparableConvolution2D": "SeparableConv2D",
}
"""What Keras calls a layer, too."""

WRAPPERS = ("Bidirectional", "SpectralNormalization", "TimeDistributed")
"""What can be named, but not inside of another layer."""

REFUSED: dict[str, str] = {
    **{name: f"{name} {reason}" for reason, names in REASONS.items() for name in names.split()},
    **{
        second: f"Keras's other name for {first}: write {first}"
        for second, first in SECOND_NAMES.items()
    },
}
"""What to say of each."""
